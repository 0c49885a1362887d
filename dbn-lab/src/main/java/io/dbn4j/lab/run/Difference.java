package io.dbn4j.lab.run;

/**
 * A place where a replay found another value than was recorded.
 *
 * @param place file and path, such as {@code result.json: testError.value}
 * @param recorded the value in the original folder; {@code nothing} if it is not there
 * @param replayed the value in the new folder; {@code nothing} if it is not there
 */
public record Difference(String place, String recorded, String replayed) {

    /** Stands for a value that is not there. */
    static final String NOTHING = "nothing";

    @Override
    public String toString() {
        return "%s: recorded %s, replayed %s".formatted(place, recorded, replayed);
    }
}
