package io.dbn4j.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules on words that can be checked mechanically, with sentences that break each of them. */
class WordsTest {

    private static final int FEWEST_WORDS = 4;

    private static final Pattern OPENER = Pattern.compile(
            "(Of|Those|That|What|Who|Whose|So|Either|By|With|Whether|As|It|They|Some|Others|One|None|Then|Until|Which)\\b.*");

    private static final Pattern BRITISH = Pattern.compile(
            "\\w*(magnetis|normalis|binaris|regularis|initialis|generalis|optimis(?!t|m)|standardis|marginalis|summaris|minimis(?!m)"
                    + "|maximis|randomis|serialis|factoris|centred|centring|behaviour|colour|neighbour|labelled|modelled"
                    + "|learnt|grey\\b|favour|artefact)\\w*",
            Pattern.CASE_INSENSITIVE);

    /** Names of other programs, and of files that older versions wrote. */
    private static final List<String> FOREIGN =
            List.of("normalisedPath", "@FormerNames(\"centred\")", "@FormerNames(\"labelled-dbn\")");

    @Test
    void aFirstSentenceMakesSenseWhenItIsQuotedAlone() throws IOException {
        House house = House.of(Checkout.mainSources());

        assertThat(house.firstSentences()).hasSizeGreaterThan(1_000);
        assertThat(misleading(house.firstSentences())).isEmpty();
    }

    @Test
    void aSentenceThatNeedsItsSurroundingsIsFound() {
        House broken = House.of(Map.of("Broken.java", """
                package a;
                /** Of the weights of further units: small enough. */
                public class Broken {
                    /** K0. */
                    public int first;
                    /** Returns the number of {@linkplain Broken things} that are left. */
                    public int second() { return 0; }
                    /** Whether it is one of those. */
                    boolean hidden;
                }
                """));

        assertThat(misleading(broken.firstSentences()))
                .containsExactly("Broken.java:3 Of the weights of further units: small enough.", "Broken.java:5 K0.");
    }

    private static List<String> misleading(Map<String, String> firstSentences) {
        List<String> found = new ArrayList<>();
        firstSentences.forEach((place, sentence) -> {
            if (OPENER.matcher(sentence).matches() || sentence.split("\\s+").length < FEWEST_WORDS) {
                found.add(place + " " + sentence);
            }
        });
        return found;
    }

    @Test
    void wordsAreAmerican() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> texts = Checkout.files(name -> name.matches(".*\\.(java|js|css|html|md|json|py)"));
        assertThat(texts).hasSizeGreaterThan(800);
        for (Path file : texts) {
            String name = Checkout.name(file);
            // The test itself, files of older versions, and the history.
            if (!name.matches(".*(WordsTest\\.java|models/0\\.1\\.0\\.json|CHANGELOG\\.md)")) {
                british(Files.readString(file)).forEach(word -> found.add(name + ": " + word));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void aBritishWordIsFound() {
        assertThat(british("the behaviour of isMinimised(), of magnetisation and of normalisedPath(), in gray"))
                .containsExactly("behaviour", "isMinimised", "magnetisation");
        assertThat(british("a minimum, a minimizer and a neighbor")).isEmpty();
    }

    private static List<String> british(String text) {
        String own = text;
        for (String name : FOREIGN) {
            own = own.replace(name, "");
        }
        return BRITISH.matcher(own).results().map(MatchResult::group).toList();
    }
}
