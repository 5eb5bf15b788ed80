using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Directory;

/// <summary>Every municipality and every connected office.</summary>
internal sealed class DirectoryPublicPages(DirectoryDb db) : IPublicPages
{
    public async Task<IReadOnlyList<string>> Paths(CancellationToken cancel)
    {
        var offices = await db.Offices.AsNoTracking().OrderBy(o => o.Slug).Select(o => o.Slug).ToListAsync(cancel);
        var municipalities = await db.Municipalities.AsNoTracking().OrderBy(m => m.Code).Select(m => m.Code).ToListAsync(cancel);
        return ["/urady", "/obce", .. offices.SelectMany(slug => (string[])[$"/urad/{slug}", $"/urad/{slug}/podatelna"]), .. municipalities.Select(code => $"/obce/{code}")];
    }
}
