package io.dbn4j.ui.command;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.Clause;
import io.dbn4j.rg.experiment.Finding;
import io.dbn4j.rg.experiment.RgExperiment;
import io.dbn4j.rg.experiment.Verdict;
import java.util.Map;

/** A laboratory experiment whose result is its own setting. */
@JsonTypeName("lab")
record TinyRgExperiment(int sites) implements RgExperiment {

    TinyRgExperiment {
        Check.atLeast(1, sites, "sites");
    }

    @Override
    public String cost() {
        return "1 s";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("sites", "2");
    }

    @Override
    public Finding run(Run run) {
        return new Finding(
                        "lab",
                        Map.of("sites", Estimate.exact(sites, "sites")),
                        Verdict.of(Clause.of(
                                Finding.Check.atLeast("sites", sites, 1), "There are sites.", "There are no sites.")),
                        Evidence.EXACT)
                .shown(run, "Sites", page -> {});
    }
}
