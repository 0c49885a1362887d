package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.partition.LogPartitionMethods;
import org.junit.jupiter.api.Test;

class PageFileTest {

    @Test
    void pagesTakeTheNamesOfMethodsFromTheEstimators() {
        PageFile script = PageFile.named("methods.js");

        assertThat(script.type()).startsWith("text/javascript");
        LogPartitionMethods.REGISTERED
                .displayNames()
                .forEach((result, display) -> assertThat(script.content().toString())
                        .startsWith("export const METHODS = new Map(Object.entries({")
                        .contains("\"" + result + "\":\"" + display + "\""));
    }
}
