using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Services.Situations;

/// <summary>What can be settled today, in general and at each office.</summary>
internal sealed class SituationPublicPages(SituationShelf shelf, IDirectory directory, TimeProvider clock) : IPublicPages
{
    public async Task<IReadOnlyList<string>> Paths(CancellationToken cancel)
    {
        var offered = shelf.Offered(clock);
        var offices = await directory.Offices(cancel);
        return ["/", "/situace", "/sledovat", "/overeni", .. offered.Select(s => $"/situace/{s.Slug}"), .. offices.SelectMany(o => offered.Select(s => $"/urad/{o.Slug}/situace/{s.Slug}"))];
    }
}
