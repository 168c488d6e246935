package io.llmrouter.http.provider;

/**
 * One class a provider, because {@link java.util.ServiceLoader} tells providers apart by their classes.
 *
 * <p>All that they know is in the table {@link Preset}.
 */
public final class Providers {
    private Providers() {}

    public static final class OpenAi extends PresetProvider {
        public OpenAi() {
            super(Preset.OPENAI);
        }
    }

    public static final class OpenAiCompatible extends PresetProvider {
        public OpenAiCompatible() {
            super(Preset.OPENAI_COMPATIBLE);
        }
    }

    public static final class Anthropic extends PresetProvider {
        public Anthropic() {
            super(Preset.ANTHROPIC);
        }
    }

    public static final class Azure extends PresetProvider {
        public Azure() {
            super(Preset.AZURE);
        }
    }

    public static final class Nvidia extends PresetProvider {
        public Nvidia() {
            super(Preset.NVIDIA);
        }
    }

    public static final class Together extends PresetProvider {
        public Together() {
            super(Preset.TOGETHER);
        }
    }

    public static final class Groq extends PresetProvider {
        public Groq() {
            super(Preset.GROQ);
        }
    }

    public static final class Mistral extends PresetProvider {
        public Mistral() {
            super(Preset.MISTRAL);
        }
    }

    public static final class DeepSeek extends PresetProvider {
        public DeepSeek() {
            super(Preset.DEEPSEEK);
        }
    }

    public static final class OpenRouter extends PresetProvider {
        public OpenRouter() {
            super(Preset.OPENROUTER);
        }
    }

    public static final class Fireworks extends PresetProvider {
        public Fireworks() {
            super(Preset.FIREWORKS);
        }
    }

    public static final class Xai extends PresetProvider {
        public Xai() {
            super(Preset.XAI);
        }
    }

    public static final class HuggingFace extends PresetProvider {
        public HuggingFace() {
            super(Preset.HUGGINGFACE);
        }
    }

    public static final class Gemini extends PresetProvider {
        public Gemini() {
            super(Preset.GEMINI);
        }
    }

    public static final class Ollama extends PresetProvider {
        public Ollama() {
            super(Preset.OLLAMA);
        }
    }

    public static final class Vllm extends PresetProvider {
        public Vllm() {
            super(Preset.VLLM);
        }
    }

    public static final class LmStudio extends PresetProvider {
        public LmStudio() {
            super(Preset.LMSTUDIO);
        }
    }

    public static final class SgLang extends PresetProvider {
        public SgLang() {
            super(Preset.SGLANG);
        }
    }

    public static final class LlamaCpp extends PresetProvider {
        public LlamaCpp() {
            super(Preset.LLAMA_CPP);
        }
    }
}
