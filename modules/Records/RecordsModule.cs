using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>The records of an office: register, documents, files, circulation, deadlines, the desk (spisová služba, act 499/2004).</summary>
public sealed class RecordsModule : Module
{
    public override string Name => "records";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new("records.read", Audience.Officials, Roles.Clerk, Roles.Head),
        new("records.handle", Audience.Officials, Roles.Clerk, Roles.Head),
        new("records.distribute", Audience.Officials, Roles.FilingRoom),
        new("records.register-paper", Audience.Officials, Roles.FilingRoom, Roles.Clerk, Roles.Head),
        new("records.overview", Audience.Officials, Roles.Mayor, Roles.Head, Roles.Administrator),
        new("records.settings", Audience.Officials, Roles.Administrator),
    ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<RecordsDb>();
        services.AddSingleton<FilingPlans>();
        services.AddScoped<RegisterBook>().AddScoped<Registry>();
        services.AddHandler<RecordsDb, SubmissionFiled, RegisterSubmission>();
        services.AddHandler<RecordsDb, SubmissionConfirmed, ConfirmDocument>();
        services.AddHandler<RecordsDb, SubmissionLapsed, LapseDocument>();
        services.AddJob<FoldCounts>();
    }
}
