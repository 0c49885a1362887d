package io.dbn4j.core.run;

/** Shows nothing. */
final class SilentProgress implements Progress {

    @Override
    public void begin(String task, long total, String unit) {}

    @Override
    public void at(long done) {}

    @Override
    public void advance(long more) {}

    @Override
    public void note(String line) {}

    @Override
    public void warn(String line) {}

    @Override
    public void end() {}
}
