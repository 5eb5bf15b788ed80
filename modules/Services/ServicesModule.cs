using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Services.Certificates;
using Virtuos.Services.Confirming;
using Virtuos.Services.Demo;
using Virtuos.Services.Seeding;
using Virtuos.Kernel.Seeding;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;
using Virtuos.Services.PaperTwin;

namespace Virtuos.Services;

/// <summary>What citizens come for: forms, filling them in, filing them and following what became of it.</summary>
public sealed partial class ServicesModule : Module
{
    public override string Name => "services";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new(ServicesPermissions.File, Audience.Anyone),
        new(ServicesPermissions.Find, Audience.Anyone),
        new(ServicesPermissions.Follow, Audience.Anyone),
        new(ServicesPermissions.Check, Audience.Anyone),
        new(ServicesPermissions.Certify, Audience.Officials, Roles.FilingRoom),
        new(ServicesPermissions.Mine, Audience.SignedIn),
        new(ServicesPermissions.Situations, Audience.Officials, Roles.Administrator, Roles.Head),
        new(ServicesPermissions.Quarantine, Audience.Officials, Roles.FilingRoom),
        new(ServicesPermissions.Confirm, Audience.Officials, Roles.FilingRoom, Roles.Clerk, Roles.Head),
    ];

    public override IReadOnlyList<MenuItem> Menu =>
    [
        new("services.menu.confirm", "/stul/potvrdit", ServicesPermissions.Confirm, 24),
        new("services.menu.quarantine", "/stul/karantena", ServicesPermissions.Quarantine, 26),
        new("services.situation.menu", "/sprava/situace", ServicesPermissions.Situations, 800),
    ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<ServicesDb>();
        services.AddSingleton<FormShelf>().AddSingleton<ServiceKeys>().AddSingleton<ITracking, Tracking>();
        services.AddScoped<IForms, FormQuestions>().AddScoped<IPaperForms, PaperForms>();
        services.AddScoped<DraftReader>().AddScoped<MailAddresses>().AddScoped<Receipts>().AddScoped<IntakeGuard>().AddScoped<ReceiptMail>();
        services.AddScoped<BeginDraft>().AddScoped<AnswerPage>().AddScoped<SendDraft>().AddScoped<FileSubmission>().AddScoped<SaveForLater>().AddScoped<ResumeDraft>().AddScoped<ReopenDraft>();
        services.AddSingleton<IntakeLimits>().AddScoped<UploadRoom>().AddScoped<FileInspection>().AddScoped<AttachFile>().AddScoped<RemoveFile>().AddScoped<ChangeTable>();
        services.AddScoped<ApiFiling>().AddScoped<ReadQuarantine>().AddScoped<DecideQuarantine>().AddScoped<IDeskCounts, QuarantineCount>();
        services.AddScoped<ConfirmSubmission>().AddScoped<FindToConfirm>().AddScoped<ConfirmAddress>().AddJob<LapseUnconfirmed>().AddJob<ForgetLapsed>().AddJob<RemindToConfirm>();
        services.AddJob<ForgetDrafts>();
        services.AddHandler<ServicesDb, FilingPaperOrdered, MakeFilingPaper>();
        services.AddBlobCitation(Name, "select paper from services.submission where paper is not null union select f ->> 'Blob' from services.submission, jsonb_array_elements(files) f union select blob from services.draft_file where blob is not null");
        services.AddDemoDay<ServicesDemo>().AddRegionSeed<ServicesSeed>();
        AddFollowing(services);
        AddCertificates(services);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        // A form with a mistake stops the start, not the first citizen who opens it.
        routes.ServiceProvider.GetRequiredService<FormShelf>();
        routes.ServiceProvider.GetRequiredService<IntakeLimits>();
        routes.ServiceProvider.GetRequiredService<ServiceCatalogue>();
        FillingRoutes.Map(routes);
        AttachmentRoutes.Map(routes);
        TableRoutes.Map(routes);
        SubmissionApi.Map(routes);
        ReceiptRoutes.Map(routes);
        PaperTwinRoutes.Map(routes);
        ConfirmingRoutes.Map(routes);
        MapFollowing(routes);
        CertificateRoutes.Map(routes);
    }

    private void AddCertificates(IServiceCollection services)
    {
        services.AddSingleton<ServiceCatalogue>().AddScoped<StampCertificate>().AddScoped<CheckFile>().AddJob<StampCertificates>();
        services.AddHandler<ServicesDb, DocumentRegistered, IssueCertificate>();
        services.AddHandler<ServicesDb, CertificateSealed, StampSealedCertificate>(outside: true);
        services.AddBlobCitation(Name, "select b from services.certificate, unnest(array[sealed, sealed_xml, paper, xml]) b where b is not null");
    }

    /// <summary>Services of finding, following, mailbox and supplementing.</summary>
    partial void AddFollowing(IServiceCollection services);

    partial void MapFollowing(IEndpointRouteBuilder routes);
}
