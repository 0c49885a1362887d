package io.dbn4j.rg.experiment;

import io.dbn4j.rg.experiment.RgSchemes.FreeEnergies;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Free energies by Kadanoff's bound and by tensors, from another program: see {@link References#SCRIPT}. */
final class KnownFreeEnergies {

    private static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;

    /** Lowest bounds of log Z per site with six parameters; another local optimum may lie a little higher. */
    private static final Map<Double, Double> BOUNDS = Map.of(
            0.1,
            .70582192,
            0.2,
            .74271978,
            0.3,
            .80501028,
            0.4,
            .89780666,
            CRITICAL,
            .94662414,
            0.5,
            1.03428895,
            0.6,
            1.21374798,
            0.8,
            1.60257746,
            1.0,
            2.00050985);

    private static final double ANOTHER_OPTIMUM = 1e-4;

    /** Relative errors of tensors, by coupling and bond dimension. */
    private static final Map<Double, Map<Integer, Double>> TENSORS = Map.of(
            CRITICAL,
            Map.of(4, -2.9e-4, 8, -6.9e-5, 16, -4.6e-6, 24, -1.1e-6),
            0.3,
            Map.of(8, -6.7e-6, 16, -9.0e-9),
            0.5,
            Map.of(8, -3.5e-6, 16, -6.0e-7));

    private KnownFreeEnergies() {}

    /** Returns comparisons at couplings with known values. */
    static List<Finding.Check> checks(FreeEnergies energies) {
        List<Finding.Check> checks = new ArrayList<>();
        Double bound = BOUNDS.get(energies.coupling());
        if (bound != null) {
            checks.add(Finding.Check.atMost(
                            energies.at() + ": Kadanoff's bound, nats a site", energies.bound(), bound, ANOTHER_OPTIMUM)
                    .from(References.SCRIPT));
        }
        Map<Integer, Double> errors = TENSORS.getOrDefault(energies.coupling(), Map.of());
        energies.tensors().forEach((chi, value) -> {
            Double error = errors.get(chi);
            if (error != null) {
                double relative = value / energies.exact() - 1;
                checks.add(Finding.Check.near(
                                energies.at() + ": log2 of the relative error of tensors by the known one, chi = "
                                        + chi,
                                Math.log(relative / error) / Math.log(2),
                                0,
                                1)
                        .from(References.SCRIPT));
            }
        });
        return checks;
    }
}
