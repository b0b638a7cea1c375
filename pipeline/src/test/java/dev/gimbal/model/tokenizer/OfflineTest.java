package dev.gimbal.model.tokenizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class OfflineTest {
    /** Its other classes look for GPUs, download libraries and report their use. */
    @Test
    void nothingOfDjlIsUsedButItsNativeFunctions() {
        DescribedPredicate<JavaClass> rest = DescribedPredicate.describe(
                "of DJL beyond its native functions",
                used -> used.getPackageName().startsWith("ai.djl") && !used.isEquivalentTo(TokenizersLibrary.class));
        noClasses()
                .should()
                .dependOnClassesThat(rest)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.gimbal.model"));
    }
}
