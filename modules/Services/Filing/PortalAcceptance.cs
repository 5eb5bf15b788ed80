using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Formats;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>What forms of the portal take, as they are checked; a form may ask for less.</summary>
internal sealed class PortalAcceptance : IAcceptance
{
    public Task<IReadOnlyList<Acceptance>> Of(Guid office, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Acceptance>>(
        [new("portal", [.. AcceptedFormats.All[^1].Formats.Where(f => f.Forms)], Attachments.MostBytes, Attachments.MostBytesTogether)]);
}
