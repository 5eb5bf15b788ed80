using System.Collections.Concurrent;

namespace Virtuos.Directory.Offices;

/// <summary>
/// What every page asks of the directory, kept for seconds: offices and their people change a few times a year. A change made by this
/// process is seen at once, one made by another node after <see cref="Seconds"/>.
/// </summary>
internal sealed class DirectoryMemory
{
    private const int Seconds = 5;
    private readonly ConcurrentDictionary<object, (object? Value, long At)> kept = new();
    private long changed = -Seconds * 1000;

    /// <summary>The kept answer, or a fresh one.</summary>
    /// <param name="question">Names the question with its arguments.</param>
    public async Task<T> Recall<T>(object question, Func<Task<T>> ask)
    {
        var now = Environment.TickCount64;
        // After a change nothing is kept for a while, for its transaction may not have ended yet.
        if (now - Interlocked.Read(ref changed) < Seconds * 1000) return await ask();
        if (kept.TryGetValue(question, out var known) && now - known.At < Seconds * 1000) return (T)known.Value!;
        var answer = await ask();
        // What is not there may be asked for by any stranger, under endless names.
        if (answer is not null) kept[question] = (answer, now);
        return answer;
    }

    public void Forget()
    {
        Interlocked.Exchange(ref changed, Environment.TickCount64);
        kept.Clear();
    }
}
