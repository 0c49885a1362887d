package io.dbn4j.rg.ising;

/**
 * The first two moments of the energy of a square lattice in a field, above the lowest energy, in units of the
 * interaction.
 *
 * <pre>
 *   Z = exp(-K E_0) trace(T^L),     &lt;E - E_0&gt; = -d log trace / dK,     var(E) = d^2 log trace / dK^2
 * </pre>
 *
 * <p>The field H is constant in units of the interaction, so K H changes with K. Every factor of the transfer matrix T
 * is {@code exp(-K e)} with {@code e >= 0}, and all terms of a derivative have one sign: no digits cancel.
 *
 * @param mean {@code <E - E_0>}
 * @param variance {@code <E^2> - <E>^2}
 */
record EnergyMoments(double mean, double variance) {

    /**
     * Computes the moments from one trace and its derivatives.
     *
     * @param side L, at most {@link MagnetizationDistribution#LARGEST_SIDE}
     * @param coupling K, positive
     * @param field H, in units of the interaction, not negative
     */
    static EnergyMoments of(int side, double coupling, double field) {
        double[] energy = new double[1 << side];
        for (int row = 0; row < energy.length; row++) {
            int down = side - Integer.bitCount(row);
            energy[row] = 2 * (Integer.bitCount(row ^ RowTransfer.rotated(row, side)) + field * down);
        }
        double[] trace = new double[3];
        Column column = new Column(side, coupling, energy);
        for (int row = 0; row < energy.length; row++) {
            int rotations = RowTransfer.rotationsIfSmallest(row, side);
            if (rotations > 0) {
                column.circle(row);
                trace[0] += rotations * column.value[row];
                trace[1] += rotations * column.first[row];
                trace[2] += rotations * column.second[row];
            }
        }
        double mean = -trace[1] / trace[0];
        return new EnergyMoments(mean, trace[2] / trace[0] - mean * mean);
    }

    /** A column of {@code T^L} with its first two derivatives with respect to K. */
    private static final class Column {

        private final int side;
        private final double[] energy;
        private final double[] weight;
        private final double flipped;
        private final double[] value;
        private final double[] first;
        private final double[] second;

        Column(int side, double coupling, double[] energy) {
            this.side = side;
            this.energy = energy;
            flipped = Math.exp(-2 * coupling);
            weight = new double[energy.length];
            for (int row = 0; row < weight.length; row++) {
                weight[row] = Math.exp(-coupling * energy[row]);
            }
            value = new double[energy.length];
            first = new double[energy.length];
            second = new double[energy.length];
        }

        void circle(int row) {
            for (int s = 0; s < value.length; s++) {
                value[s] = s == row ? 1 : 0;
                first[s] = 0;
                second[s] = 0;
            }
            for (int step = 0; step < side; step++) {
                for (int site = 0; site < side; site++) {
                    applyBonds(1 << site);
                }
                applyRow();
            }
        }

        /** Multiplies by the factors {@code exp(-2K)} of unequal spins at a site in neighboring rows. */
        private void applyBonds(int site) {
            for (int s = 0; s < value.length; s++) {
                if ((s & site) == 0) {
                    int up = s | site;
                    double bent = flipped * (second[up] - 4 * first[up] + 4 * value[up]);
                    second[up] += flipped * (second[s] - 4 * first[s] + 4 * value[s]);
                    second[s] += bent;
                    double sloped = flipped * (first[up] - 2 * value[up]);
                    first[up] += flipped * (first[s] - 2 * value[s]);
                    first[s] += sloped;
                    double down = value[s];
                    value[s] += flipped * value[up];
                    value[up] += flipped * down;
                }
            }
        }

        /** Multiplies by the factors {@code exp(-K e)} of the rows. */
        private void applyRow() {
            for (int s = 0; s < value.length; s++) {
                double e = energy[s];
                second[s] = weight[s] * (second[s] - 2 * e * first[s] + e * e * value[s]);
                first[s] = weight[s] * (first[s] - e * value[s]);
                value[s] *= weight[s];
            }
        }
    }
}
