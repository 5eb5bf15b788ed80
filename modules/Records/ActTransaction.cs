using Microsoft.EntityFrameworkCore.Storage;

namespace Virtuos.Records;

/// <summary>The transaction of an act. Within another act it is a part of that one's: it ends with it and not before.</summary>
internal readonly struct ActTransaction(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancel) => own?.CommitAsync(cancel) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
