package io.dbn4j.cli;

import io.dbn4j.lab.ExperimentRules;

class ArchitectureTest extends ExperimentRules {

    ArchitectureTest() {
        super("io.dbn4j.cli");
    }
}
