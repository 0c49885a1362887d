package io.dbn4j.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks counts of the whole main code against limits, and sources that break each limit. */
class HouseTest {

    private static final String UNITS = "io.dbn4j.core.units";

    /** The largest part of the main code that one module may hold. */
    private static final double SHARE = 0.35;

    private static final int METHOD = 40;
    private static final int FILE = 350;

    /** Public types that nothing in main code uses, and why they stay. */
    private static final Map<String, String> WITHOUT_CALLER = Map.of(
            "HopfieldModel", "an RBM that is a Hopfield model: the start of experiments on associative memories",
            "MultiSpinMetropolis", "many small lattices at once, for the same experiments",
            "XoshiroLanes", "random bits of MultiSpinMetropolis");

    private static House house;

    @BeforeAll
    static void readAllSources() throws IOException {
        Map<String, String> sources = Checkout.mainSources();
        assertThat(sources).hasSizeGreaterThan(400);
        house = House.of(sources);
    }

    @Test
    void onlyThePackageOfUnitsAsksForTheKindOfAUnit() {
        assertThat(house.kinds(UNITS)).contains("Bernoulli", "DiagonalGaussian");
        assertThat(house.kindsAskedFor(UNITS)).isEmpty();
    }

    @Test
    void askingForAKindOutsideIsCounted() {
        House broken = House.of(Map.of(
                "Spin.java", "package io.dbn4j.core.units; record Spin() implements UnitType {}",
                "Inside.java",
                        "package io.dbn4j.core.units; class Inside { boolean is(Object o) { return o instanceof Spin; } }",
                "Outside.java", """
                        package elsewhere;
                        class Outside {
                            // a comment that says instanceof Spin
                            boolean is(Object unit) {
                                return unit instanceof Spin || unit instanceof Spin s
                                        || unit.getClass() == Spin.class;
                            }
                        }
                        """));

        assertThat(broken.kindsAskedFor(UNITS)).containsExactly("Outside.java:5", "Outside.java:5", "Outside.java:6");
    }

    @Test
    void everyPublicTypeHasACaller() throws IOException {
        StringBuilder elsewhere = new StringBuilder();
        // Other pages, such as the glossary, name types that nobody uses.
        for (Path file : Checkout.files(HouseTest::usesTypes)) {
            elsewhere.append(Files.readString(file)).append(' ');
        }

        assertThat(house.withoutCaller(elsewhere.toString())).isEqualTo(WITHOUT_CALLER.keySet());
    }

    private static boolean usesTypes(String path) {
        return path.matches(
                "README\\.md|docs/library\\.md|dbn-\\w+/pom\\.xml|examples/.*\\.java|.*/META-INF/services/.*");
    }

    @Test
    void aTypeThatOnlyUnusedTypesUseIsCountedToo() {
        House broken = House.of(Map.of(
                "Used.java", "package a; public class Used { Used next; }",
                "Alone.java", "package a; import b.Servant; public class Alone { Servant servant; }",
                "Servant.java", "package b; public class Servant {}",
                "Shown.java", "package a; public class Shown { Used used; }",
                "Hidden.java", "package a; class Hidden { Used used; }"));

        assertThat(broken.withoutCaller("the program `Shown` of the examples")).containsExactly("Alone", "Servant");
    }

    /**
     * Files of main code that were touched to add an estimator, a sampler with a state, an experiment (beside its
     * preset), a kind of unit with parameters.
     */
    @ParameterizedTest
    @CsvSource({
        "ThoulessAndersonPalmer, 2",
        "Raise, 2",
        "FastPersistent, 2",
        "Tempered, 2",
        "CoupledChains, 2",
        "IsingDensity, 2",
        "LayerMcrg, 3",
        "DiagonalGaussian, 4"
    })
    void aNewTypeTouchesFewFiles(String type, int limit) {
        assertThat(house.filesThatName(type)).contains(type).hasSizeBetween(2, limit);
    }

    @Test
    void aFileThatNamesATypeInItsCodeIsFound() {
        House three = House.of(Map.of(
                "Added.java", "record Added() {}",
                "List.java", "class List { Object first = new Added(); }",
                "Comment.java", "/** See {@link Added}. */ class Comment {}"));

        assertThat(three.filesThatName("Added")).containsExactly("Added", "List");
    }

    @Test
    void noModuleHoldsMoreThanItsShare() {
        assertThat(house.shares())
                .containsKeys("dbn-core", "dbn-lab", "dbn-sweep", "dbn-rg")
                .allSatisfy((module, share) -> assertThat(share).as(module).isLessThanOrEqualTo(SHARE));
    }

    @Test
    void aModuleIsCountedByItsLines() {
        House two = House.of(
                Map.of("dbn-big/src/Big.java", "class Big {\n\n}", "dbn-small/src/Small.java", "class Small {}"));

        assertThat(two.shares()).isEqualTo(Map.of("dbn-big", 0.75, "dbn-small", 0.25));
    }

    @Test
    void methodsAndFilesFitOnAScreenOrTwo() {
        assertThat(house.longMethods(METHOD)).isEmpty();
        assertThat(house.longFiles(FILE)).isEmpty();
    }

    @Test
    void longMethodsAndFilesAreCounted() {
        String body = IntStream.range(0, METHOD).mapToObj(i -> "f();").collect(Collectors.joining("\n"));
        House broken = House.of(Map.of(
                "Long.java",
                        "class Long {\n  /** Javadoc does not count. */\n  void f() {\n" + body + "\n}\nvoid g() {}\n}",
                "Page.java", "class Page {\n" + "\n".repeat(FILE) + "}"));

        assertThat(broken.longMethods(METHOD)).isEqualTo(Map.of("Long.f", METHOD + 2L));
        assertThat(broken.longFiles(FILE)).isEqualTo(Map.of("Page.java", FILE + 2L));
    }
}
