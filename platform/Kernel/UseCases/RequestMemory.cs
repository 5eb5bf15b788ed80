using System.Collections.Concurrent;

namespace Virtuos.Kernel;

/// <summary>What several parts of one page ask for is asked for once: the page itself and what stands around it.</summary>
public sealed class RequestMemory
{
    private ConcurrentDictionary<object, object> answers = new();

    /// <summary>The answer that this request got before, or a fresh one. Only for reading: nothing is forgotten when something changes.</summary>
    /// <param name="question">Names the question with its arguments.</param>
    public async Task<T> Recall<T>(object question, Func<Task<T>> ask) where T : notnull
    {
        if (answers.TryGetValue(question, out var known)) return (T)known;
        var answer = await ask();
        answers[question] = answer;
        return answer;
    }

    /// <summary>From here on the two remember together, though they live in different scopes.</summary>
    public void Share(RequestMemory other) => answers = other.answers;
}
