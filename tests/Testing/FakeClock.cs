namespace Virtuos.Testing;

/// <summary>A clock that stands still until it is moved; starts at noon of a working day.</summary>
public sealed class FakeClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref ticks, to.UtcTicks);
}
