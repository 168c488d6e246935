"""Chats with a server through OpenAI's own Python client. Usage: openai_client.py BASE_URL MODEL..."""
import sys

import openai

MESSAGES = [{"role": "user", "content": "hi"}]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]
SCHEMA = {"type": "json_schema", "json_schema": {"name": "p", "schema": {"type": "object"}}}

client = openai.OpenAI(base_url=sys.argv[1] + "/v1", api_key="any", max_retries=0)


def raises(kind, **request):
    try:
        client.chat.completions.create(messages=MESSAGES, **request)
    except kind:
        return True
    return False


for model in sys.argv[2:]:
    plain = client.chat.completions.create(model=model, messages=MESSAGES, response_format=SCHEMA)
    assert plain.choices[0].message.content == "Hello there, friend", plain
    chunks = list(client.chat.completions.create(
        model=model, messages=MESSAGES, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "Hello there, friend", chunks
    assert chunks[-1].usage.total_tokens == 8, chunks[-1]
    with client.chat.completions.stream(model=model + "-tool", messages=MESSAGES, tools=TOOLS) as stream:
        for event in stream:
            pass
        calls = stream.get_final_completion().choices[0].message.tool_calls
    assert [call.function.name for call in calls] == ["get_weather", "get_weather"], calls
    assert raises(openai.RateLimitError, model=model + "-429")
    assert raises(openai.BadRequestError, model=model + "-400", stream=True)
    first = client.chat.completions.create(model=model + "-slow", messages=MESSAGES, stream=True)
    next(iter(first))
    first.close()

assert len(client.embeddings.create(model="embed", input=["a", "b"]).data) == 2
assert raises(openai.NotFoundError, model="nobody")
print("all is well")
