using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;

namespace Virtuos.Mailroom;

/// <summary>What messages may bring, by the very data that <see cref="PartCheck"/> judges them by.</summary>
internal sealed class MessageAcceptance(TimeProvider clock) : IAcceptance
{
    public Task<IReadOnlyList<Acceptance>> Of(Guid office, CancellationToken cancel)
    {
        var accepted = AcceptedFormats.On(Prague.Today(clock));
        return Task.FromResult<IReadOnlyList<Acceptance>>([new("message", accepted.Formats, (long)accepted.PartMegabytes << 20, (long)accepted.PartMegabytes << 20)]);
    }
}
