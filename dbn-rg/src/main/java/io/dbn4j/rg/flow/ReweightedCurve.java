package io.dbn4j.rg.flow;

import java.util.List;

/**
 * A mean as a continuous function of the coupling, from simulations at several couplings.
 *
 * <p>The two neighboring simulations are both reweighted to K and averaged, with weights that fall linearly with the
 * distance. This is not an interpolation: each of the two estimates the mean at K itself.
 */
final class ReweightedCurve implements Thermometer.Curve {

    private final List<EnergyHistogram> histograms; // from the smallest coupling

    ReweightedCurve(List<EnergyHistogram> histograms) {
        this.histograms = List.copyOf(histograms);
    }

    @Override
    public double mean(double coupling) {
        int right = right(coupling);
        double weight = weightOfRight(coupling, right);
        return (1 - weight) * histograms.get(right - 1).mean(coupling)
                + weight * histograms.get(right).mean(coupling);
    }

    @Override
    public double standardError(double coupling) {
        int right = right(coupling);
        double weight = weightOfRight(coupling, right);
        return Math.hypot(
                (1 - weight) * histograms.get(right - 1).standardError(coupling),
                weight * histograms.get(right).standardError(coupling));
    }

    /** Returns the first simulation at a larger coupling, or the last if there is none. */
    private int right(double coupling) {
        int right = 1;
        while (right < histograms.size() - 1 && histograms.get(right).coupling() < coupling) {
            right++;
        }
        return right;
    }

    private double weightOfRight(double coupling, int right) {
        double low = histograms.get(right - 1).coupling();
        double high = histograms.get(right).coupling();
        return Math.max(0, Math.min(1, (coupling - low) / (high - low)));
    }
}
