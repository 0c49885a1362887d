package io.dbn4j.rg;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.rg.experiment.BondRbmAnnealing;
import io.dbn4j.rg.experiment.FreeEnergySandwich;
import io.dbn4j.rg.experiment.IsingDensity;
import io.dbn4j.rg.experiment.IsingRbm;
import io.dbn4j.rg.experiment.LayerAudit;
import io.dbn4j.rg.experiment.LayerMcrg;
import io.dbn4j.rg.experiment.LearnedDecimation;
import io.dbn4j.rg.experiment.Mcrg;
import io.dbn4j.rg.experiment.ObjectiveZoo;
import io.dbn4j.rg.experiment.RbmFlowStationarity;
import io.dbn4j.rg.experiment.RgSchemes;
import io.dbn4j.rg.experiment.SizeConsistency;
import io.dbn4j.rg.experiment.ZPreserving;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.LCurve;
import io.dbn4j.sweep.LearningRateRange;

/** The list of experiments of this module. */
public final class RgExperiments {

    /** Presets of all experiments, by name. */
    public static final ExperimentList LIST = ExperimentList.of(
            new Preset(
                    "objective-zoo",
                    "objectives that match free energies, minimized exactly on a ring of six spins",
                    ObjectiveZoo.class),
            new Preset(
                    "bond-rbm-annealing",
                    "AIS and reverse AIS against the exact log Z of critical Ising models",
                    BondRbmAnnealing.class),
            new Preset(
                    "rg-schemes",
                    "classical renormalization-group schemes compared with the exact solutions",
                    RgSchemes.class),
            new Preset(
                    "z-preserving",
                    "a layer that keeps the partition function but not the distribution, and its repair",
                    ZPreserving.class),
            new Preset(
                    "learned-decimation",
                    "whether an RBM that learns a ring of spins learns its exact renormalization step",
                    LearnedDecimation.class),
            new Preset(
                    "mcrg",
                    "exponents by Monte Carlo renormalization: majority rule, soft kernels and a trained RBM filter",
                    Mcrg.class),
            new Preset(
                    "layer-mcrg",
                    "exponents by Monte Carlo renormalization through trained RBM layers, compared with the majority rule",
                    LayerMcrg.class),
            new Preset(
                    "ising-rbm",
                    "RBMs that learn the critical Ising model: divergence, couplings and thermal averages",
                    IsingRbm.class),
            new Preset(
                    "rbm-flow",
                    "whether the flow of configurations through an RBM has a fixed point at the critical temperature",
                    RbmFlowStationarity.class),
            new Preset(
                    "layer-audit",
                    "free energies of a stack layer by layer, by enumeration: tied, trained and matched",
                    LayerAudit.class),
            new Preset(
                    "free-energy-sandwich",
                    "the exact free energy between two bounds of trained RBMs, compared with two schemes",
                    FreeEnergySandwich.class),
            new Preset(
                    "size-consistency",
                    "whether free energies add up for independent parts and growing lattices",
                    SizeConsistency.class),
            new Preset(
                    "ising-density",
                    "one RBM that learns a small Ising model, with its divergence by enumeration",
                    IsingDensity.class),
            new Preset(
                    "ising-search",
                    "a sweep: learning rate and weight of a penalty for ising-density",
                    ExperimentSweep.class),
            new Preset("ising-l-curve", "misfit against weight norm for ising-density", LCurve.class),
            new Preset(
                    "ising-learning-rates",
                    "range of learning rates at which ising-density trains",
                    LearningRateRange.class));

    private RgExperiments() {}
}
