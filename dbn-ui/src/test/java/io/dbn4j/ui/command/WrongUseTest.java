package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongUseTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            mnst                           => unknown command mnst (did you mean mnist or list?); see dbn --help
            mnist --epoch 3                => unknown option --epoch (did you mean --epochs?); see dbn mnist --help
            mnist mnist                    => unexpected argument mnist; see dbn mnist --help
            mnist --epochs 0               => --epochs must be a whole number from 1, was 0; see dbn mnist --help
            mnist --threads x              => --threads must be a whole number from 1 to 1024, was x; see dbn mnist --help
            mnist --seed 1.5               => --seed must be a whole number from -2^63 to 2^63-1, was 1.5; see dbn mnist --help
            mnist --compare past           => --compare must be random-start, was past; see dbn mnist --help
            mnist --transpose              => missing option --data=DIR; see dbn mnist --help
            mnist --set epochs             => --set must be KEY=VALUE, was epochs; see dbn mnist --help
            mnist --preset tony            => this command has no preset "tony" (did you mean tiny?); see dbn mnist --help
            run                            => missing argument PRESET|FILE.json; see dbn run --help
            run --resume x --seed 3        => --resume takes all settings from the run; leave out --seed; see dbn run --help
            run tiny --resume x            => --resume takes all settings from the run; leave out PRESET|FILE.json; see dbn run --help
            mnist --resume x --epochs 3    => --resume takes all settings from the run; leave out --epochs; see dbn mnist --help
            run tony                       => this command has no preset "tony" (did you mean tiny?); see dbn run --help
            rg tiny                        => this command has no preset "tiny"; there are: lab; see dbn rg --help
            rg all --set sites=3           => --set needs the name of one experiment, was all; see dbn rg --help
            replay                         => missing argument RUN; see dbn replay --help
            doctor now                     => unexpected argument now; see dbn doctor --help
            rbm trian                      => unknown command trian (did you mean transform or train or reconstruct?); see dbn rbm --help
            rbm train --hidden 3           => missing option --data=FILE; see dbn rbm train --help
            rbm train --data x --hidden 0  => --hidden must be a whole number from 1, was 0; see dbn rbm train --help
            rbm train --data x --hidden 3 --units qubit => --units: unknown name "qubit"; allowed: bernoulli, diagonal-gaussian, gaussian, rectified, softmax, spin; see dbn rbm train --help
            rbm train --data x --hidden 3 --objective cd => --objective must be cd-K, pcd-K, fpcd-K, pt-K, exact or JSON such as in run.json, was cd; see dbn rbm train --help
            rbm logz m.npz                 => missing option --method=METHOD; see dbn rbm logz --help
            rbm logz m.npz --method bp     => --method must be exact, ais, reverse-ais, raise, bar, tap or naive-mean-field, was bp; see dbn rbm logz --help
            """)
    void whatCannotBeUnderstoodIsOneLineAndExitCodeTwo(String line, String message) {
        Ran ran = Ran.dbn((Object[]) line.split(" "));

        assertThat(ran).isEqualTo(new Ran(2, "", "dbn: " + message + System.lineSeparator()));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            --out      => ''      => must name a folder, was empty
            --resume   => ''      => must name a folder, was empty
            --threads  => 20000   => must be a whole number from 1 to 1024, was 20000
            --threads  => 0       => must be a whole number from 1 to 1024, was 0
            """)
    void aValueThatWouldDoHarmIsOneLineAndExitCodeTwo(String option, String value, String message) {
        Ran ran = Ran.dbn("run", "tiny", option, value);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).contains(option + " " + message);
    }

    @Test
    void anUnknownShellIsOneLineThatNamesTheKnownOnes() {
        Ran ran = Ran.dbn("completion", "fish");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains("bash, zsh", "fish", "; see dbn completion --help");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            run tiny --set epoch=3         => unknown property "epoch"; allowed: epochs, images, transpose, randomStart, trouble
            run tiny --set epochs=0        => epochs must be at least 1, was 0
            run nowhere.json               => no such file: nowhere.json
            list nowhere                   => nowhere is not a folder
            replay nowhere                 => nowhere is not a folder
            """)
    void whatCannotBeDoneIsOneLineAndExitCodeOne(String line, String message) {
        Ran ran = Ran.dbn((Object[]) line.split(" "));

        assertThat(ran).isEqualTo(new Ran(1, "", "dbn: " + message + System.lineSeparator()));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            heap                           => out of memory (Java heap space); set a larger heap
            arrays                         => out of memory for arrays; set a higher limit
            natives                        => ND4J cannot be loaded: no jnind4jcpu in path; ./dbn doctor shows the native libraries
            file                           => cannot write runs/x: permission denied
            bug                            => unexpected java.lang.NullPointerException: that is null; --stacktrace shows where
            strange                        => trouble was strange
            """)
    void aFailureWhileRunningIsOneLineThatSaysWhatToDo(String trouble, String message, @TempDir Path folder) {
        Ran ran = Ran.dbn("run", "tiny", "--set", "trouble=" + trouble, "--quiet", "--out", folder.resolve("run"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("dbn: " + message).hasLineCount(1);
    }

    @Test
    void theStackTraceIsShownIfAskedFor(@TempDir Path folder) {
        Ran ran = Ran.dbn(
                "run", "tiny", "--set", "trouble=bug", "--quiet", "--stacktrace", "--out", folder.resolve("run"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("NullPointerException", "at io.dbn4j.ui.command.TinyExperiment.run");
    }
}
