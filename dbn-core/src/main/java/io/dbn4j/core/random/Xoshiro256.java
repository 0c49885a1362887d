package io.dbn4j.core.random;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The generator xoshiro256++: 64 random bits in about a nanosecond, with period 2^256 - 1.
 *
 * <p>Its state is drawn from a {@link RandomSource}, so that a run has one seed. The generator is written out, not
 * taken from Java's library, so that the compiler can compile it together with the loops that draw.
 */
@Reference(
        authors = "D. Blackman, S. Vigna",
        title = "Scrambled linear pseudorandom number generators",
        venue = "ACM Transactions on Mathematical Software 47",
        year = 2021,
        url = "https://doi.org/10.1145/3460772")
public final class Xoshiro256 implements Draws {

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    Xoshiro256(long s0, long s1, long s2, long s3) {
        Check.require((s0 | s1 | s2 | s3) != 0, "state of xoshiro256++ must not be 0");
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /** Returns a generator whose state is drawn from a source. */
    public static Xoshiro256 of(RandomSource random) {
        return new Xoshiro256(random.bits(), random.bits(), random.bits(), random.bits());
    }

    /** Draws 64 independent random bits. */
    public long bits() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Draws with the probability rounded up to a multiple of 2^-53; 0 and 1 are certain. */
    @Override
    public boolean bernoulli(double probability) {
        return (bits() >>> 11) * 0x1.0p-53 < probability;
    }

    /**
     * Draws the upper half of the product of 63 random bits and n: each number's probability is off by at most 2^-63.
     */
    @Override
    public int below(int n) {
        return (int) Math.multiplyHigh(bits() >>> 1, 2L * n);
    }
}
