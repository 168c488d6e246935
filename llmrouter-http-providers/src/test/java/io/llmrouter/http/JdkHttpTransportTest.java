package io.llmrouter.http;

class JdkHttpTransportTest extends HttpTransportContract {
    @Override
    protected HttpTransport newTransport() {
        return new JdkHttpTransport();
    }
}
