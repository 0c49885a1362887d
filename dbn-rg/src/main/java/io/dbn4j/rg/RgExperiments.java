package io.dbn4j.rg;

import io.dbn4j.core.run.ExperimentList;
import io.dbn4j.core.run.Preset;
import io.dbn4j.rg.experiment.BondRbmAnnealing;
import io.dbn4j.rg.experiment.ObjectiveZoo;
import io.dbn4j.rg.experiment.RbmFlowStationarity;

/** The experiments of this module. */
public final class RgExperiments {

    /** Every preset. */
    public static final ExperimentList LIST = ExperimentList.of(
            new Preset(
                    "objective-zoo",
                    "what training on free energies finds on a ring of six spins, exactly",
                    ObjectiveZoo.class),
            new Preset(
                    "bond-rbm-annealing",
                    "AIS and reverse AIS against the exact log Z of critical Ising models",
                    BondRbmAnnealing.class),
            new Preset(
                    "rbm-flow",
                    "whether the flow of configurations through an RBM has a fixed point at the critical temperature",
                    RbmFlowStationarity.class));

    private RgExperiments() {}
}
