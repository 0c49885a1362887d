package io.dbn4j.core.random;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * Independent generators xoshiro256++ side by side, which Java's compiler advances with vector instructions.
 *
 * <p>Each generator has its own state, drawn from a {@link RandomSource}.
 */
@Reference(
        authors = "D. Blackman, S. Vigna",
        title = "Scrambled linear pseudorandom number generators",
        venue = "ACM Transactions on Mathematical Software 47",
        year = 2021,
        url = "https://doi.org/10.1145/3460772")
public final class XoshiroLanes {

    private final long[] s0;
    private final long[] s1;
    private final long[] s2;
    private final long[] s3;

    /** Makes generators with states drawn from a source: four words for the first, four for the second, and so on. */
    public XoshiroLanes(int lanes, RandomSource random) {
        Check.atLeast(1, lanes, "lanes");
        s0 = new long[lanes];
        s1 = new long[lanes];
        s2 = new long[lanes];
        s3 = new long[lanes];
        for (int i = 0; i < lanes; i++) {
            s0[i] = random.bits();
            s1[i] = random.bits();
            s2[i] = random.bits();
            s3[i] = random.bits();
        }
    }

    /**
     * Draws one word of 64 random bits from each generator.
     *
     * @param into one element for each generator; modified
     */
    public void bits(long[] into) {
        // Local copies of the references and one store to each array let the compiler see a vector loop.
        long[] a = s0;
        long[] b = s1;
        long[] c = s2;
        long[] d = s3;
        for (int i = 0; i < into.length; i++) {
            long x0 = a[i];
            long x1 = b[i];
            long x2 = c[i] ^ x0;
            long x3 = d[i] ^ x1;
            into[i] = Long.rotateLeft(x0 + d[i], 23) + x0;
            a[i] = x0 ^ x3;
            b[i] = x1 ^ x2;
            c[i] = x2 ^ (x1 << 17);
            d[i] = Long.rotateLeft(x3, 45);
        }
    }
}
