using System.Collections.Concurrent;

namespace Virtuos.Kernel.Operating;

/// <summary>
/// Does together what waits at the same time: whoever comes while the lane is busy shares the next turn. Alone it costs nothing; only
/// after a turn that was shared does the next one wait a moment for more company.
/// </summary>
/// <param name="abreast">Turns that may run at once.</param>
/// <param name="most">Items in one turn.</param>
/// <param name="gather">The moment.</param>
/// <param name="turn">Must answer every item itself and not throw.</param>
internal sealed class Lane<TItem>(int abreast, int most, TimeSpan gather, Func<IReadOnlyList<TItem>, Task> turn)
{
    private readonly ConcurrentQueue<TItem> waiting = new();
    private int running;
    private volatile bool shared;

    public void Enter(TItem item)
    {
        waiting.Enqueue(item);
        Start();
    }

    private void Start()
    {
        for (var now = Volatile.Read(ref running); now < abreast && !waiting.IsEmpty; now = Volatile.Read(ref running))
            if (Interlocked.CompareExchange(ref running, now + 1, now) == now)
            {
                _ = Task.Run(Work);
                return;
            }
    }

    private async Task Work()
    {
        List<TItem> items = [];
        while (waiting.TryDequeue(out var item))
        {
            items.Add(item);
            if (shared && gather > TimeSpan.Zero) await Task.Delay(gather);
            while (items.Count < most && waiting.TryDequeue(out item)) items.Add(item);
            shared = items.Count > 1;
            await turn(items);
            items = [];
        }
        Interlocked.Decrement(ref running);
        // Somebody may have come between the last look and the end of this turn.
        Start();
    }
}
