package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {
    private static final Owner SELF = Owner.self();

    @Test
    void whatWasWrittenIsRead() {
        assertEquals(Optional.of(SELF), Owner.parse(SELF.text()));
        assertEquals(ProcessHandle.current().pid(), SELF.pid());
        assertEquals(Owner.Life.ALIVE, SELF.life());
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotTheOwner() {
        Owner earlier = new Owner(SELF.pid(), SELF.started(), SELF.identity() + "1", SELF.host(), SELF.user());
        assertEquals(Owner.Life.DEAD, earlier.life());
        Owner gone = new Owner(999_999_999_999L, "", "", SELF.host(), SELF.user()); // no process has so high a number
        assertEquals(Owner.Life.DEAD, gone.life());
    }

    @Test
    void ofAnotherHostNothingIsKnown() {
        Owner elsewhere = new Owner(SELF.pid(), SELF.started(), SELF.identity(), SELF.host() + "x", SELF.user());
        assertEquals(Owner.Life.UNKNOWN, elsewhere.life());
    }

    /** The start as a time of day is for people: the clock may have been set since. */
    @Test
    void theTimeOfDayDoesNotMatter() {
        Owner owner = new Owner(SELF.pid(), "1970-01-01T00:00:00Z", SELF.identity(), SELF.host(), SELF.user());
        assertEquals(Owner.Life.ALIVE, owner.life());
    }

    @Test
    void processesAreToldApart() {
        // Not the parent, which may have started in the same hundredth of a second.
        assumeTrue(SELF.pid() != 1 && ProcessHandle.of(1).isPresent());
        assertNotEquals(ProcessIdentity.of(SELF.pid()), ProcessIdentity.of(1));
        assertEquals("", ProcessIdentity.of(999_999_999_999L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gimbal run lock\n",
                "something else\npid 1\n",
                "gimbal run lock\npid x\n",
                "gimbal run lock\npid -1\n",
                "gimbal run lock\npid 99999999999999999999\n",
                "gimbal run lockpid 1\n"
            })
    void anythingElseNamesNobody(String text) {
        assertEquals(Optional.empty(), Owner.parse(text));
    }

    @Test
    void namesOfOthersArePrintable() {
        Owner owner = Owner.parse("gimbal run lock\npid 1\nuser a\u001b[2Jb\nhost h\n")
                .orElseThrow();
        assertFalse(owner.toString().chars().anyMatch(Character::isISOControl), owner.toString());
    }

    @Test
    void whatIsLeftOfATextAfterAPowerFailureIsKnown() {
        String text = SELF.text();
        assertTrue(Owner.isTornText(""));
        for (int i = 0; i <= text.length(); i++) {
            assertTrue(Owner.isTornText(text.substring(0, i)));
            assertTrue(Owner.isTornText("\0".repeat(i) + text.substring(i)));
        }
        assertFalse(Owner.isTornText("flock of another program"));
    }
}
