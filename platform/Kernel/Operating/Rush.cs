using System.Diagnostics;

namespace Virtuos.Kernel.Operating;

/// <summary>
/// Tells background work that many people wait for the same processors. Receipts come first; what follows from them catches up when
/// the rush is over, and meanwhile goes on slowly instead of standing still.
/// </summary>
public sealed class Rush
{
    private const int Many = 4;
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(250), LongestRest = TimeSpan.FromSeconds(2);
    private int waiting;
    private long last;

    private bool IsOn => Volatile.Read(ref waiting) >= Many || (Volatile.Read(ref last) is > 0 and var at && Stopwatch.GetElapsedTime(at) < Echo);

    /// <summary>Somebody waits from here on until the end of the scope.</summary>
    public Scope Enter()
    {
        if (Interlocked.Increment(ref waiting) >= Many) Volatile.Write(ref last, Stopwatch.GetTimestamp());
        return new(this);
    }

    /// <summary>After a piece of background work: in a rush it rests a hundred times as long as the piece took.</summary>
    public async Task GiveWay(TimeSpan took, CancellationToken cancel)
    {
        if (!IsOn) return;
        using var rest = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Clamp(took.TotalMilliseconds * 100, 100, LongestRest.TotalMilliseconds)));
        await rest.WaitForNextTickAsync(cancel);
    }

    public readonly struct Scope(Rush rush) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref rush.waiting);
    }
}
