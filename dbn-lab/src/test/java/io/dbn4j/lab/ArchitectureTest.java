package io.dbn4j.lab;

class ArchitectureTest extends ExperimentRules {

    ArchitectureTest() {
        super("io.dbn4j.lab");
    }
}
