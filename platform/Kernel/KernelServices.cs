using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Paper.Fonts;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Signatures;
using Virtuos.Kernel.Signing;

namespace Virtuos.Kernel;

public static class KernelServices
{
    /// <summary>Everything the rooms stand on, then the rooms themselves.</summary>
    /// <param name="alsoSpeak">Assemblies outside the rooms that have texts.</param>
    public static IServiceCollection AddKernel(this IServiceCollection services, Installation installation, NpgsqlDataSource database, IBlobStore blobs, IReadOnlyList<Module> modules, params Assembly[] alsoSpeak)
    {
        services.AddSingleton(installation).AddSingleton(database).AddSingleton(blobs).AddSingleton(modules);
        services.AddSingleton(installation.Demo ? new DemoClock() : TimeProvider.System);
        services.AddSingleton(new KeyRing(installation.Keys));
        services.AddSingleton(new PermissionCatalogue(modules));
        services.AddTexts([typeof(KernelServices).Assembly, .. modules.Select(m => m.Assembly), .. alsoSpeak]);

        services.AddScoped<Caller>().AddScoped<RequestMemory>().AddScoped<DbGround>().AddScoped<Db>().AddSingleton<CallerConnections>().AddSingleton<OfficeLock>().AddSingleton<GroupCommit>().AddSingleton<Quota>();
        services.AddSingleton(_ => new FontShelf(Path.Combine(installation.Var, "fonts"))).AddSingleton<PaperPress>();
        services.AddSingleton(all => new TrialAuthority(installation.Keys, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BlobAudit>().AddSingleton<BlobShredder>().AddSingleton<BackupWriter>().AddSingleton(_ => new Personal.PersonalRegister(modules));
        services.AddSingleton<TrialTimestamps>().AddSingleton<TimestampAuthority>();
        services.AddSingleton(all => new TrustStore(installation, all.GetRequiredService<TimeProvider>()));
        services.AddTransient(all => new SignatureChecker(all.GetRequiredService<TrustStore>().Anchors(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LedgerPen>().AddSingleton<LedgerBook>().AddSingleton<LedgerAudit>().AddJob<LedgerSealer>().AddJob<QuotaSweep>().AddJob<BlobSweep>().AddJob<ForgetMessages>();
        // Bytes that travel in a message belong to nobody's row until it is delivered.
        services.AddBlobCitation("kernel", "select m[1] from (select distinct message from kernel.delivery) d join kernel.outbox o on o.id = d.message, regexp_matches(o.body::text, '(sha256:[0-9a-f]{64})', 'g') m");
        services.AddSingleton<OutboxBell>().AddSingleton<Rush>().AddSingleton<CommitBell>().AddSingleton<SaveBell>();
        services.AddSingleton(all => new Subscriptions(all.GetServices<Subscription>()));
        services.AddSingleton<Seeding.RegionSeeding>();
        services.AddSingleton<Migrator>().AddSingleton<Dispatcher>().AddSingleton<JobRunner>();

        foreach (var module in modules) module.AddServices(services);
        return services;
    }

    /// <summary>Starts the deliveries and jobs with the host; without it they run only when asked to. What idle times are for begins too.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services) => services
        .AddHostedService<IdleTidy>()
        .AddHostedService(all => all.GetRequiredService<Dispatcher>())
        .AddHostedService(all => all.GetRequiredService<JobRunner>());
}
