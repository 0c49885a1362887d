package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.XoshiroLanes;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Metropolis algorithm on 64 independent lattices at once: bit l of a word is a spin of lattice l.
 *
 * <p>As in {@link Metropolis}, a flip that does not change the energy is accepted with probability 1/2, a flip that
 * raises it by 4K or 8K if a random number u is below exp(-4K) or exp(-8K). The binary digits of u are drawn one after
 * the other, for all lattices of a word together, and compared with the digits of the probability,
 *
 * <pre>
 *   accept |= undecided &amp; p_digit &amp; ~u_digit,     undecided &amp;= ~(p_digit ^ u_digit),
 * </pre>
 *
 * <p>until every flip is decided; flips still undecided after 53 digits are refused. So each lattice has its own random
 * numbers, and acceptance probabilities are exact to 2^-53.
 *
 * <p>Sites of one color of a checkerboard are not neighbors, so several rows of one color are moved at once. Each flip
 * leaves the equilibrium invariant, hence the sweep does. With an odd side the colors clash across the boundary, so the
 * side must be even.
 */
@Reference(
        authors = "L. Jacobs, C. Rebbi",
        title = "Multi-spin coding: a very efficient technique for Monte Carlo simulations of spin systems",
        venue = "Journal of Computational Physics 41",
        year = 1981,
        url = "https://doi.org/10.1016/0021-9991(81)90089-9")
public final class MultiSpinMetropolis {

    /** Number of lattices moved together. */
    public static final int LATTICES = Long.SIZE;

    private static final int DIGITS = 53;

    /** Words of a block: longer loops cost less per word, but run until more flips are decided. */
    private static final int BLOCK = 128;

    private final int side;
    private final int half; // sites of one color in a row
    private final int rows; // moved together
    private final long[][] up; // bits of the spins that are up, for each color, row by row
    private final long fourDigits;
    private final long eightDigits;
    private final XoshiroLanes random;

    // Scratch: a word for each site of one color in the rows of a block.
    private final long[] spin;
    private final long[][] neighbor;
    private final long[] risesFour;
    private final long[] undecided;
    private final long[] accepted;
    private final long[] words;

    /**
     * Makes lattices with all spins up.
     *
     * @param lattice its side is even
     * @param coupling K, positive
     * @param random seeds the generators
     */
    public MultiSpinMetropolis(SquareLattice lattice, double coupling, RandomSource random) {
        side = lattice.side();
        Check.require(side % 2 == 0, "side must be even for a checkerboard, was %d", side);
        fourDigits = digits(Math.exp(-4 * Check.positive(coupling, "coupling")));
        eightDigits = digits(Math.exp(-8 * coupling));
        half = side / 2;
        up = new long[2][side * half];
        for (long[] color : up) {
            Arrays.fill(color, -1L);
        }
        rows = rowsAtOnce(side);
        int block = rows * half;
        this.random = new XoshiroLanes(block, random);
        spin = new long[block];
        neighbor = new long[4][block];
        risesFour = new long[block];
        undecided = new long[block];
        accepted = new long[block];
        words = new long[block];
    }

    /** Returns the largest number of rows of one color that fits into a block and divides the lattice evenly. */
    static int rowsAtOnce(int side) {
        return IntStream.rangeClosed(1, side)
                .filter(n -> side % n == 0 && (n == 1 || n * side / 2 <= BLOCK))
                .max()
                .orElseThrow();
    }

    /** Returns the first 53 binary digits of a probability below 1. */
    private static long digits(double probability) {
        return Math.min((1L << DIGITS) - 1, (long) (probability * 0x1.0p53));
    }

    /** Updates every spin of every lattice once. */
    public void sweep() {
        for (int color = 0; color < 2; color++) {
            for (int first = 0; first < side; first += rows) {
                for (int row = 0; row < rows; row++) {
                    gather(color, first + row, row * half);
                }
                classify();
                decide();
                for (int i = 0; i < accepted.length; i++) {
                    up[color][first * half + i] ^= accepted[i];
                }
            }
        }
    }

    /**
     * Copies a row and its neighbors to a place in the block. Site i of a color is in column
     * {@code 2i + (row + color) mod 2}. Its neighbors above, below and on one side are sites i of the other color; on
     * the other side the neighbor is site i - 1 or i + 1.
     */
    private void gather(int color, int row, int place) {
        long[] other = up[1 - color];
        System.arraycopy(up[color], row * half, spin, place, half);
        System.arraycopy(other, row * half, neighbor[0], place, half);
        System.arraycopy(other, (row + 1) % side * half, neighbor[1], place, half);
        System.arraycopy(other, (row + side - 1) % side * half, neighbor[2], place, half);
        int shift = (row + color) % 2 == 0 ? half - 1 : 1;
        System.arraycopy(other, row * half + shift, neighbor[3], place, half - shift);
        System.arraycopy(other, row * half, neighbor[3], place + half - shift, shift);
    }

    /**
     * Finds the flips that raise the energy by 8K (no neighbor differs) and by 4K (one differs). The others are decided
     * here: accepted if more than two neighbors differ, and by one random bit if two differ.
     */
    private void classify() {
        long[] first = neighbor[0];
        long[] second = neighbor[1];
        long[] third = neighbor[2];
        long[] fourth = neighbor[3];
        random.bits(words);
        for (int i = 0; i < words.length; i++) {
            long a = spin[i] ^ first[i];
            long b = spin[i] ^ second[i];
            long c = spin[i] ^ third[i];
            long d = spin[i] ^ fourth[i];
            long odd = a ^ b ^ c ^ d;
            long pair = (a & b) | (c & d);
            long all = a & b & c & d;
            long none = ~(a | b | c | d);
            long one = odd & ~pair;
            long two = ~odd & ~none & ~all;
            risesFour[i] = one;
            undecided[i] = none | one;
            accepted[i] = ~(none | one) & ~(two & words[i]);
        }
    }

    private void decide() {
        for (int digit = DIGITS - 1; digit >= 0 && anyUndecided(); digit--) {
            random.bits(words);
            compare(-(fourDigits >>> digit & 1), -(eightDigits >>> digit & 1));
        }
    }

    private boolean anyUndecided() {
        long any = 0;
        for (int i = 0; i < words.length; i++) {
            any |= undecided[i];
        }
        return any != 0;
    }

    /**
     * Compares one digit of u, in {@code words}, with that digit of each probability, repeated in all bits of the
     * arguments.
     */
    private void compare(long four, long eight) {
        for (int i = 0; i < words.length; i++) {
            // An undecided flip that does not raise the energy by 4K raises it by 8K.
            long p = eight ^ (risesFour[i] & (four ^ eight));
            accepted[i] |= undecided[i] & p & ~words[i];
            undecided[i] &= ~(p ^ words[i]);
        }
    }

    /**
     * Copies the spins of one lattice.
     *
     * @param lattice number of the lattice, 0 to 63
     * @param spins 1 or -1, row by row; modified
     */
    public void copy(int lattice, byte[] spins) {
        for (int site = 0; site < spins.length; site++) {
            int row = site / side;
            int column = site % side;
            long word = up[(row + column) % 2][row * half + column / 2];
            spins[site] = (byte) ((word >>> lattice & 1) * 2 - 1);
        }
    }
}
