package io.llmrouter.learned.encode;

/** {@code toy:WIDTH}: an encoder of so many dimensions, for tests. */
public final class ToyEncoderProvider implements SentenceEncoderProvider {
    @Override
    public String name() {
        return "toy";
    }

    @Override
    public SentenceEncoder open(String location) {
        return new ToyEncoder(Integer.parseInt(location));
    }
}
