package io.dbn4j.core.random;

/** The seed of statistical tests, fixed unless {@code -Ddbn.seed=} gives another; it belongs into failure messages. */
public final class TestSeed {

    public static final long VALUE = Long.getLong("dbn.seed", 1);

    private TestSeed() {}

    /** A stream of this seed. */
    public static Nd4jRandomSource stream(String name) {
        return new Seed(VALUE).stream(name);
    }
}
