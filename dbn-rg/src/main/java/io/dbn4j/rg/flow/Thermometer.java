package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * A thermometer: it reads the temperature at which an equilibrium mean has a given value.
 *
 * <p>It inverts the curve by root finding and does not interpolate in a table. Below the coldest temperature of its
 * range it reads 0, the ordered state; above the hottest it reads the hottest. For configurations that are not in
 * equilibrium it reads the temperature that their mean would have in equilibrium; then different thermometers disagree.
 *
 * @param curve strictly monotonic in the coupling
 * @param coldest T at the end of the range, positive
 * @param hottest T at the other end
 */
public record Thermometer(Curve curve, double coldest, double hottest) {

    private static final int MOST_STEPS = 200;

    public Thermometer {
        Check.positive(coldest, "coldest");
        Check.require(hottest > coldest, "hottest must be above coldest %s, was %s", coldest, hottest);
    }

    /** An equilibrium mean as a function of the coupling K = 1 / T. */
    public interface Curve {

        /** Returns the mean at K. */
        double mean(double coupling);

        /** Returns the standard error of the mean at K; 0 if the curve is exact. */
        double standardError(double coupling);
    }

    /** Returns the temperature in units of J, with the errors of the measured mean and of the curve. */
    public Estimate read(Estimate mean) {
        Secant secant = secant(mean);
        double error = Math.abs(secant.slope) * Math.hypot(mean.standardError(), secant.calibration);
        return Estimate.normal(secant.temperature, error, "J / k_B", mean.samples(), mean.ess());
    }

    /**
     * A linear approximation of the temperature as a function of the mean.
     *
     * @param temperature temperature at the mean
     * @param slope dT / dmean, across one standard error to either side; 0 if the error is 0 or both ends saturate
     * @param calibration standard error of the curve there, in units of the mean
     */
    record Secant(double temperature, double slope, double calibration) {}

    /** Returns the linear function that turns errors of a mean into errors of the temperature. */
    Secant secant(Estimate mean) {
        double temperature = temperature(mean.value());
        double calibration = curve.standardError(1 / Math.max(coldest, temperature));
        double error = Math.hypot(mean.standardError(), calibration);
        double spread = temperature(mean.value() + error) - temperature(mean.value() - error);
        return new Secant(temperature, error == 0 ? 0 : spread / (2 * error), calibration);
    }

    /** Returns the temperature of an exact mean. */
    public double temperature(double mean) {
        double cold = curve.mean(1 / coldest);
        double hot = curve.mean(1 / hottest);
        double direction = Math.signum(cold - hot);
        if (direction * (mean - cold) >= 0) {
            return 0;
        }
        if (direction * (mean - hot) <= 0) {
            return hottest;
        }
        return 1
                / new BrentSolver(1e-12, 1e-14)
                        .solve(MOST_STEPS, coupling -> curve.mean(coupling) - mean, 1 / hottest, 1 / coldest);
    }
}
