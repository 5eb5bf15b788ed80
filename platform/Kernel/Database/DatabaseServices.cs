using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Kernel.Database;

public static class DatabaseServices
{
    /// <summary>Registers a module's context over the callers' connections, locked to the caller's office.</summary>
    public static IServiceCollection AddModuleDb<TDb>(this IServiceCollection services) where TDb : ModuleDb =>
        services.AddDbContext<TDb>((scope, options) => options
            .UseNpgsql(scope.GetRequiredService<CallerConnections>().Source)
            .AddInterceptors(scope.GetRequiredService<OfficeLock>(), scope.GetRequiredService<CommitBell>(), scope.GetRequiredService<SaveBell>()), optionsLifetime: ServiceLifetime.Singleton);
}

/// <summary>Rings when a transaction with messages in it may have committed.</summary>
public sealed class CommitBell(OutboxBell bell) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        bell.Ring();
        return Task.CompletedTask;
    }
}

/// <summary>Rings after a save that was its own transaction.</summary>
public sealed class SaveBell(OutboxBell bell) : SaveChangesInterceptor
{
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context?.Database.CurrentTransaction is null) bell.Ring();
        return ValueTask.FromResult(result);
    }
}
