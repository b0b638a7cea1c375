package dev.gimbal.evaluation.zeroshot.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.config.TaskPlace;
import dev.gimbal.error.ExitCode;
import dev.gimbal.evaluation.zeroshot.Golden;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file(String name, String... lines) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, String.join("\n", lines) + "\n");
    }

    private static List<Task> read(@Nullable String name, Path path) {
        return TaskFiles.read(List.of(Golden.place(name, path)), Integer.MAX_VALUE);
    }

    @Test
    void aFolderGivesEveryTaskThatItsNamesSpeakOf() {
        assertEquals(
                Set.of(
                        "boolq",
                        "piqa",
                        "hellaswag",
                        "winogrande",
                        "arc_easy",
                        "arc_challenge",
                        "openbookqa",
                        "colours",
                        "who"),
                Golden.tasks().keySet());
    }

    @Test
    void promptsAreTheHarnesss() throws IOException {
        JsonNode golden = Golden.answers();
        Map<String, Task> tasks = Golden.tasks();
        assertEquals(golden.size(), tasks.size());
        for (Task task : tasks.values()) {
            JsonNode items = golden.path(task.name()).path("items");
            assertEquals(items.size(), task.items().size(), task.name());
            for (int i = 0; i < items.size(); i++) {
                List<TaskItem.Answer> answers = task.items().get(i).answers();
                assertEquals(items.path(i).path("requests").size(), answers.size());
                for (int answer = 0; answer < answers.size(); answer++) {
                    JsonNode request = items.path(i).path("requests").path(answer);
                    assertEquals(
                            request.path(0).textValue(), answers.get(answer).context(), task.name());
                    assertEquals(
                            request.path(1).textValue(),
                            " " + answers.get(answer).continuation(),
                            task.name());
                }
            }
        }
    }

    @Test
    void rightAnswersAreWhereEachFormatHasThem() {
        Map<String, Task> tasks = Golden.tasks();
        assertEquals(List.of(0, 1, 0), golds(tasks, "boolq"));
        assertEquals(List.of(0, 0, 0), golds(tasks, "piqa"));
        assertEquals(List.of(2, 0, 1), golds(tasks, "hellaswag"));
        assertEquals(List.of(0, 1, 0, 0), golds(tasks, "winogrande"));
        assertEquals(List.of(1, 0), golds(tasks, "arc_easy"));
        assertEquals(List.of(0, 1), golds(tasks, "openbookqa"));
        assertEquals(List.of(0, 1), golds(tasks, "who"));
    }

    private static List<Integer> golds(Map<String, Task> tasks, String name) {
        return java.util.Objects.requireNonNull(tasks.get(name)).items().stream()
                .map(TaskItem::gold)
                .toList();
    }

    @Test
    void labelsMayLieInAFileBesideAndAreHeldToTheItems() throws IOException {
        String line = "{\"sentence\":\"a _ b\",\"option1\":\"x\",\"option2\":\"y\"}";
        Path items = file("winogrande/dev.jsonl", line, line, line);
        Refusal.of(ExitCode.NO_INPUT, () -> read(null, items), "dev-labels.lst", "put it beside");
        file("winogrande/dev-labels.lst", "2", "1", "2");
        assertEquals(
                List.of(1, 0, 1),
                read(null, items).get(0).items().stream().map(TaskItem::gold).toList());
        file("winogrande/dev-labels.lst", "2", "1");
        Refusal.ofData(() -> read(null, items), "has 2 labels");
        file("winogrande/dev-labels.lst", "2", "1", "2", "2");
        Refusal.ofData(() -> read(null, items), "has 4 labels for 3 items");
        assertEquals(
                2,
                TaskFiles.read(List.of(Golden.place(null, items)), 2)
                        .get(0)
                        .items()
                        .size());
        file("winogrande/dev-labels.lst", "2", "x", "2");
        Refusal.ofData(() -> read(null, items), "line 2 of", "no whole number");
        file("winogrande/dev-labels.lst", "2", "0", "2");
        Refusal.ofData(() -> read(null, items), "line 2 of", "names answer -1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"query\":\"q\",\"choices\":[\"a\",\"b\"],\"gold\":2}|names answer 2 in 'gold' where there are 2",
                "{\"query\":\"q\",\"choices\":[\"a\",\"b\"],\"gold\":-1}|names answer -1",
                "{\"query\":\"q\",\"choices\":[\"a\",\"b\"],\"gold\":0.5}|no whole number 'gold'",
                "{\"query\":\"q\",\"choices\":[\"a\",\"b\"],\"gold\":1e30}|no whole number 'gold'",
                "{\"query\":\"q\",\"choices\":[],\"gold\":0}|no list 'choices', or an empty one",
                "{\"query\":\"q\",\"choices\":\"ab\",\"gold\":0}|no list 'choices'",
                "{\"query\":\"q\",\"choices\":[\"a\",\"\"],\"gold\":0}|an empty text in 'choices'",
                "{\"query\":\"q\",\"choices\":[\"a\",1],\"gold\":0}|no text 'choices'",
                "{\"query\":7,\"choices\":[\"a\"],\"gold\":0}|no text 'query'",
                "{\"query\":\"q\",\"query\":\"r\",\"choices\":[\"a\"],\"gold\":0}|the key 'query' twice",
                "{\"query\":\"q\",\"choices\":[\"a\"]|not valid JSON",
                "[1]|does not hold a JSON object",
                "{\"context_options\":[\"a\",\"b\"],\"continuation\":\"\",\"gold\":0}|an empty text in 'continuation'",
            })
    void aLineThatIsNoItemIsRefusedWithItsNumber(String line, String what) throws IOException {
        String good = "{\"query\":\"q\",\"choices\":[\"a\",\"b\"],\"gold\":0}";
        String first = line.startsWith("{\"context") ? line : good;
        Path path = file("mine.jsonl", first, "", line);
        int number = line.startsWith("{\"context") ? 1 : 3;
        Refusal.ofData(() -> read(null, path), "line " + number + " of " + path, what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"question\":\"q\",\"passage\":\"p\",\"answer\":\"yes\"}|neither true nor false in 'answer'",
                "{\"goal\":\"g\",\"sol1\":\"\",\"sol2\":\"b\",\"label\":0}|an empty text in 'sol1'",
                "{\"goal\":\"g\",\"sol1\":\"a\",\"sol2\":\"b\",\"label\":2}|names answer 2",
                "{\"sentence\":\"no gap\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"1\"}|no gap '_'",
                "{\"sentence\":\"a _ b\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"3\"}|names answer 3",
                "{\"sentence\":\"a _ b\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"\"}|no whole number 'answer'",
                "{\"activity_label\":\"a\",\"ctx_a\":\"b\",\"ctx_b\":\"\",\"endings\":[\"[x]\"],\"label\":0}|an empty text",
            })
    void aPublishedLineThatIsNoItemIsRefused(String line, String what) throws IOException {
        Path path = file("dev.jsonl", line);
        Refusal.ofData(() -> read(null, path), "line 1 of " + path, what);
    }

    @Test
    void aKeyThatIsNoLabelIsRefused() throws IOException {
        Path path = file(
                "ARC-Easy-Test.jsonl",
                "{\"question\":{\"stem\":\"s\",\"choices\":[{\"text\":\"t\",\"label\":\"A\"}]},\"answerKey\":\"B\"}");
        Refusal.ofData(() -> read(null, path), "line 1 of", "label of no choice");
    }

    @Test
    void whatIsNoTaskIsRefused() throws IOException {
        Refusal.of(ExitCode.NO_INPUT, () -> read(null, folder.resolve("none.jsonl")), "not there");
        Path empty = file("empty.jsonl", "", " ");
        Refusal.ofData(() -> read(null, empty), "holds no items");
        Path other = file("other/other.jsonl", "{\"text\":\"t\"}");
        Refusal.ofData(() -> read(null, other), "line 1 of", "no format that is known");
        Refusal.of(ExitCode.NO_INPUT, () -> read(null, folder.resolve("other")), "no .jsonl file of a task");
        Path latin = folder.resolve("latin.jsonl");
        Files.write(latin, "{\"query\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        Refusal.ofData(() -> read(null, latin), "line 1 of", "not UTF-8");
    }

    @Test
    void moreChoicesThanAnybodyAsksOfAreRefused() throws IOException {
        Path path = file("many.jsonl", "{\"query\":\"q\",\"choices\":[" + "\"a\",".repeat(64) + "\"a\"],\"gold\":0}");
        Refusal.ofData(() -> read(null, path), "65 entries", "at most 64");
    }

    @Test
    void aLineOfAnyLengthIsNotReadToItsEnd() throws IOException {
        Path path = file("long.jsonl", "{\"query\":\"" + "a".repeat(5 << 20) + "\"}");
        Refusal.ofData(() -> read(null, path), "line 1 of", "is longer than");
    }

    @Test
    void aNameTellsWhatAFileDoesNot() throws IOException {
        String line =
                "{\"question\":{\"stem\":\"s\",\"choices\":[{\"text\":\"t\",\"label\":\"A\"}]},\"answerKey\":\"A\"}";
        Path path = file("questions.jsonl", line);
        Refusal.of(ExitCode.USAGE, () -> read(null, path), "arc_easy=");
        assertEquals("Question: s\nAnswer:", context(read("arc_challenge", path)));
        assertEquals("s", context(read("openbookqa", path)));
        Refusal.of(ExitCode.USAGE, () -> read("piqa", path), "is called piqa", "openbookqa");
        Refusal.of(ExitCode.USAGE, () -> read("piqa", folder), "is a folder");
    }

    private static String context(List<Task> tasks) {
        return tasks.get(0).items().get(0).answers().get(0).context();
    }

    @Test
    void oneTaskIsNotMeasuredTwice() throws IOException {
        String line = "{\"query\":\"q\",\"choices\":[\"a\"],\"gold\":0}";
        file("two/piqa.jsonl", line);
        file("two/piqa_small.jsonl", line);
        Refusal.of(ExitCode.USAGE, () -> read(null, folder.resolve("two")), "both hold piqa", "NAME=PATH");
        List<TaskPlace> named = List.of(
                Golden.place(null, folder.resolve("two/piqa.jsonl")),
                Golden.place("small", folder.resolve("two/piqa_small.jsonl")));
        assertEquals(
                List.of("piqa", "small"),
                TaskFiles.read(named, 1).stream().map(Task::name).toList());
    }

    @Test
    void boolqHasNoNormedAccuracyInAnyFormat() throws IOException {
        String line = "{\"query\":\"q\",\"choices\":[\"no\",\"yes\"],\"gold\":0}";
        assertFalse(read(null, file("boolq_small.jsonl", line)).get(0).normed());
        assertTrue(read(null, file("other.jsonl", line)).get(0).normed());
    }

    @Test
    void aLimitTakesTheFirstItemsAndLooksAtNoOther() throws IOException {
        String line = "{\"query\":\"q\",\"choices\":[\"a\"],\"gold\":0}";
        Path path = file("some.jsonl", line, line, "broken");
        List<TaskPlace> places = List.of(Golden.place(null, path));
        assertEquals(2, TaskFiles.read(places, 2).get(0).items().size());
        Refusal.ofData(() -> TaskFiles.read(places, 3), "line 3 of");
    }
}
