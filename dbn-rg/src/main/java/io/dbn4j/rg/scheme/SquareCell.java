package io.dbn4j.rg.scheme;

/**
 * Four spins around a plaquette of the square lattice and the interactions that its symmetry allows.
 *
 * <pre>
 *   u(s) = a (s1 s2 + s2 s3 + s3 s4 + s4 s1) + b (s1 s3 + s2 s4) + c s1 s2 s3 s4 + h (s1 + ... + s4) + t (products of three)
 * </pre>
 */
final class SquareCell {

    /** Number of states of the four spins. */
    static final int STATES = 16;

    /** Number of interactions: a, b and c are even, h and t are odd. */
    static final int INTERACTIONS = 5;

    /** Values of the interactions in each state, {@code [interaction][state]}. */
    private static final int[][] PRODUCTS = products();

    private SquareCell() {}

    /** Returns the sum of the spins of a state; in state 0 all spins are up. */
    static int sum(int state) {
        return PRODUCTS[3][state];
    }

    /** Returns the overlap {@code sum_i s_i r_i} of two states. */
    static int overlap(int state, int other) {
        return 4 - 2 * Integer.bitCount(state ^ other);
    }

    /** Returns the potential of each state. */
    static double[] potential(double[] couplings) {
        double[] potential = new double[STATES];
        for (int k = 0; k < INTERACTIONS; k++) {
            for (int state = 0; state < STATES; state++) {
                potential[state] += couplings[k] * PRODUCTS[k][state];
            }
        }
        return potential;
    }

    /** Returns the couplings of a potential with the symmetry of the square, without its constant. */
    static double[] couplings(double[] potential) {
        double[] couplings = new double[INTERACTIONS];
        for (int k = 0; k < INTERACTIONS; k++) {
            double norm = 0;
            for (int state = 0; state < STATES; state++) {
                couplings[k] += potential[state] * PRODUCTS[k][state];
                norm += PRODUCTS[k][state] * PRODUCTS[k][state];
            }
            couplings[k] /= norm;
        }
        return couplings;
    }

    private static int[][] products() {
        int[][] products = new int[INTERACTIONS][STATES];
        for (int state = 0; state < STATES; state++) {
            int[] s = new int[4];
            for (int i = 0; i < 4; i++) {
                s[i] = 1 - 2 * (state >> i & 1);
            }
            int all = s[0] * s[1] * s[2] * s[3];
            int sum = s[0] + s[1] + s[2] + s[3];
            products[0][state] = (s[0] + s[2]) * (s[1] + s[3]);
            products[1][state] = s[0] * s[2] + s[1] * s[3];
            products[2][state] = all;
            products[3][state] = sum;
            products[4][state] = sum * all;
        }
        return products;
    }
}
