package io.dbn4j.sweep;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import java.util.List;
import java.util.stream.Stream;

/** The list of the tests' experiments, including sweeps. */
final class ListWithSweeps {

    static final ExperimentList LIST = new ExperimentList(Stream.concat(
                    Bowl.LIST.presets().stream(),
                    List.of(new Preset("bowl-sweep", "finds the minimum", ExperimentSweep.class)).stream())
            .toList());

    private ListWithSweeps() {}
}
