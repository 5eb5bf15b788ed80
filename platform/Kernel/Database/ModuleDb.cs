using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Kernel.Database;

/// <summary>What every context stands on; one per scope.</summary>
public sealed record DbGround(Caller Caller, TimeProvider Clock, Subscriptions Subscriptions, LedgerPen Pen, GroupCommit Group);

/// <summary>
/// The tables of one module, with the office filter, the outbox and the ledger in the same transaction as the data.
/// </summary>
public abstract class ModuleDb(DbContextOptions options, DbGround ground, string schema) : DbContext(options)
{
    internal Caller Caller => ground.Caller;

    private bool AllOffices => ground.Caller.AllOffices;

    private Guid CurrentOffice => ground.Caller.Office ?? Guid.Empty;

    /// <summary>Announces an event or gives an order: it is stored by the next save, with one delivery a handler.</summary>
    /// <param name="office">The office it happened in; the caller's own when left out.</param>
    public void Publish(IMessage message, Guid? office = null)
    {
        var stored = OutboxMessage.Of(message, office ?? ground.Caller.Office ?? Guid.Empty, ground.Clock.GetUtcNow());
        Add(stored);
        foreach (var subscription in ground.Subscriptions.Of(message))
            Add(new Delivery { Message = stored.Id, Handler = subscription.Name, Subject = stored.Subject, Office = stored.Office, NextTry = stored.At });
    }

    /// <summary>Enters a read of a personal document in the ledger with the next save.</summary>
    public void NoteRead(string kind, Guid id, Guid? office = null) =>
        Add(ground.Pen.Read(ground.Caller, kind, id, office ?? ground.Caller.Office ?? Guid.Empty, ground.Clock.GetUtcNow()));

    /// <summary>Asks in SQL on this context's connection: where the conditions depend on what was asked, and where a page is asked for often.</summary>
    public async Task<List<T>> Ask<T>(string sql, IEnumerable<object> values, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)Database.GetDbConnection());
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            List<T> rows = [];
            while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
            return rows;
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save asynchronously.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Complete();
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>
    /// Saves as <see cref="SaveChangesAsync(bool, CancellationToken)"/> does, in one transaction with others who save at the same time. For acts that
    /// many people do at once; afterwards the context tracks nothing. Not cancelled once it waits with others.
    /// </summary>
    public async Task SaveTogetherAsync(CancellationToken cancel)
    {
        Complete();
        var entries = ChangeTracker.Entries().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached)).ToList();
        var alone = Database.CurrentTransaction is not null || entries.Exists(e => e.State == EntityState.Deleted);
        if (alone || !await ground.Group.Save(entries)) await base.SaveChangesAsync(true, cancel);
        ChangeTracker.Clear();
    }

    // What belongs to every save: the owner of new rows and the ledger.
    private void Complete()
    {
        ChangeTracker.DetectChanges();
        foreach (var entry in ChangeTracker.Entries().ToList())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (entry.Entity is IOfficeOwned owned) Own(entry, owned);
            if (entry.Entity is ILedgered) Add(ground.Pen.Write(ground.Caller, entry, ground.Clock.GetUtcNow()));
        }
    }

    private void Own(EntityEntry entry, IOfficeOwned owned)
    {
        if (entry.State == EntityState.Added && owned.Office == Guid.Empty) owned.Office = CurrentOffice;
        if (owned.Office == Guid.Empty || (!AllOffices && owned.Office != CurrentOffice))
            throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} of another office must not be written here.");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(schema);
        OutboxMessage.Map(modelBuilder);
        Delivery.Map(modelBuilder);
        LedgerEntry.Map(modelBuilder);
        Map(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsOwned()))
        {
            var type = entity.ClrType;
            if (typeof(IOfficeOwned).IsAssignableFrom(type)) modelBuilder.Entity(type).HasQueryFilter("office", OfficeFilter(type));
            if (typeof(IVersioned).IsAssignableFrom(type)) modelBuilder.Entity(type).Property(nameof(IVersioned.Version)).IsRowVersion().HasColumnName("xmin").HasColumnType("xid");
        }
        Naming.ToSnakeCase(modelBuilder);
    }

    /// <summary>Keys, relations and conversions of the module's own entities; tables and columns are named by themselves.</summary>
    protected abstract void Map(ModelBuilder model);

    private LambdaExpression OfficeFilter(Type type) =>
        (LambdaExpression)typeof(ModuleDb).GetMethod(nameof(FilterFor), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .MakeGenericMethod(type).Invoke(this, null)!;

    private Expression<Func<T, bool>> FilterFor<T>() where T : class, IOfficeOwned => row => AllOffices || row.Office == CurrentOffice;
}
