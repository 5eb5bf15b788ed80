using Virtuos.Contracts.Directory;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>What forms of the portal take, as they are checked; a form may ask for less.</summary>
internal sealed class PortalAcceptance : IAcceptance
{
    public Task<IReadOnlyList<Acceptance>> Of(Guid office, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Acceptance>>(
        [new("portal", [.. FileFormats.Taken.Select(f => new AcceptedFormat(f.Name, f.Extensions))], Attachments.MostBytes, Attachments.MostBytesTogether)]);
}
