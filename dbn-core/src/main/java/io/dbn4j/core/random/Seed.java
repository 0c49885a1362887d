package io.dbn4j.core.random;

/**
 * The seed of a run, from which named streams are opened.
 *
 * <p>Streams of different names are independent; asking twice for one name gives the same numbers again, so a stream
 * is opened once, at set-up.
 */
public record Seed(long value) {

    /** Opens the stream of this name. */
    public Nd4jRandomSource stream(String name) {
        long hash = value;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        return new Nd4jRandomSource(mix(hash));
    }

    /**
     * Returns the seed for DL4J's configurations, where 0 means no seed: each network of seed 0 would start
     * differently.
     */
    public long forConfiguration() {
        return value == 0 ? mix(0) : value;
    }

    /** Applies the finalizer of SplitMix64: every bit of the argument reaches every bit of the result. */
    private static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
