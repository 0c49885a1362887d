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
 * <p>As in {@link Metropolis}, a flip that leaves the energy as it is is accepted with probability 1/2, one that raises it by 4K or 8K
 * if a random number u is below exp(-4K) or exp(-8K). The binary digits of u are drawn one after the other, for all lattices of a word together, and compared with those of the probability,
 *
 * <pre>
 *   accept |= undecided &amp; p_digit &amp; ~u_digit,     undecided &amp;= ~(p_digit ^ u_digit),
 * </pre>
 *
 * <p>until every flip is decided; after 53 digits what is left is refused. So each lattice has random numbers of its own, and
 * acceptance is exact to 2^-53.
 *
 * <p>The sites of one color of a checkerboard are no neighbors of each other, so that several rows of them can be moved at once: each
 * flip leaves the equilibrium invariant, hence the sweep does. With an odd number of rows the colors clash across the
 * boundary: the side must be even.
 */
@Reference(
        authors = "L. Jacobs, C. Rebbi",
        title = "Multi-spin coding: a very efficient technique for Monte Carlo simulations of spin systems",
        venue = "Journal of Computational Physics 41",
        year = 1981,
        url = "https://doi.org/10.1016/0021-9991(81)90089-9")
public final class MultiSpinMetropolis {

    /** Lattices that are moved together. */
    public static final int LATTICES = Long.SIZE;

    private static final int DIGITS = 53;

    /** Longer loops over words cost less each, but wait for more lattices to be decided. */
    private static final int BLOCK = 128;

    private final int side;
    private final int half; // sites of one color in a row
    private final int rows; // that are moved together
    private final long[][] up; // for each color, row by row: which spins are up
    private final long fourDigits;
    private final long eightDigits;
    private final XoshiroLanes random;

    // One word for each site of one color in these rows.
    private final long[] spin;
    private final long[][] neighbor;
    private final long[] risesFour;
    private final long[] undecided;
    private final long[] accepted;
    private final long[] words;

    /**
     * All spins up.
     *
     * @param lattice with an even side
     * @param coupling K, positive
     * @param random gives the states of the generators
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

    /** As many rows of one color as fit into a block and divide the lattice evenly. */
    static int rowsAtOnce(int side) {
        return IntStream.rangeClosed(1, side)
                .filter(n -> side % n == 0 && (n == 1 || n * side / 2 <= BLOCK))
                .max()
                .orElseThrow();
    }

    /** The first 53 binary digits of a probability below 1. */
    private static long digits(double probability) {
        return Math.min((1L << DIGITS) - 1, (long) (probability * 0x1.0p53));
    }

    /** Every spin of every lattice is flipped or not, once. */
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
     * Copies a row and its neighbors to a place in the block. Site i of a color is in column {@code 2i + (row + color) mod 2}:
     * above, below and on one side it has site i of the other color, on the other side i - 1 or i + 1.
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
     * Which flips raise the energy by 8K (no neighbor differs) and which by 4K (one does). The others are decided: accepted where
     * more than two neighbors differ, and where two do by one random bit.
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

    /** Compares one digit: of u in {@code words}, of the probabilities in all bits of the arguments. */
    private void compare(long four, long eight) {
        for (int i = 0; i < words.length; i++) {
            // What is not decided and does not rise by 4K rises by 8K.
            long p = eight ^ (risesFour[i] & (four ^ eight));
            accepted[i] |= undecided[i] & p & ~words[i];
            undecided[i] &= ~(p ^ words[i]);
        }
    }

    /**
     * Copies the spins of one lattice.
     *
     * @param lattice from 0 to 63
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
