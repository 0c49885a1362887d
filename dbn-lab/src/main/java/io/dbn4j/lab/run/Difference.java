package io.dbn4j.lab.run;

/**
 * A place where the replayed value differs from the recorded one.
 *
 * @param place file and path, such as {@code result.json: testError.value}
 * @param recorded value in the original folder; {@code nothing} if absent
 * @param replayed value in the new folder; {@code nothing} if absent
 */
public record Difference(String place, String recorded, String replayed) {

    /** Text in place of an absent value. */
    static final String NOTHING = "nothing";

    @Override
    public String toString() {
        return "%s: recorded %s, replayed %s".formatted(place, recorded, replayed);
    }
}
