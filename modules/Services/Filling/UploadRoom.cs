using Microsoft.EntityFrameworkCore;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Filling;

/// <summary>The ceilings on bytes that nobody has filed yet, for one network and for the whole installation.</summary>
internal sealed class UploadRoom(ServicesDb db, IntakeLimits limits)
{
    /// <summary>Stores the row of a file that is about to come; false when there is no room for it.</summary>
    public async Task<bool> Take(DraftFile file, CancellationToken cancel)
    {
        var now = limits.On(file.At);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One at a time: parallel uploads must not see the same room and all take it.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('services.draft_file', 0))", cancel);
        var stored = await db.Database.ExecuteSqlAsync($"""
            insert into services.draft_file (id, draft, field, name, mime_type, size, network, at)
            select {file.Id}, {file.Draft}, {file.Field}, {file.Name}, {file.MimeType}, {file.Size}, {file.Network}, {file.At}
            where (select coalesce(sum(size), 0) from services.draft_file where network = {file.Network}) + {file.Size} <= {now.UnfiledBytesOfNetwork}
              and (select coalesce(sum(size), 0) from services.draft_file) + {file.Size} <= {now.UnfiledBytesTogether}
            """, cancel);
        await transaction.CommitAsync(cancel);
        return stored == 1;
    }

    /// <summary>The file did not come or was refused. Not cancelled: whoever cut the upload off must not keep the room.</summary>
    public Task GiveBack(Guid file) => db.DraftFiles.Where(f => f.Id == file).ExecuteDeleteAsync(CancellationToken.None);
}
