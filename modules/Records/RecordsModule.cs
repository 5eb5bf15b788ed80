using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Seeding;
using Virtuos.Kernel.Signatures;
using Virtuos.Records.Packages;
using Virtuos.Records.Seeding;

namespace Virtuos.Records;

/// <summary>The records of an office: register, documents, files, circulation, deadlines, the desk (spisová služba, act 499/2004).</summary>
public sealed class RecordsModule : Module
{
    public override string Name => "records";

    public override IReadOnlyList<Permission> Permissions => RecordsPermissions.All;

    public override IReadOnlyList<MenuItem> Menu =>
    [
        new("records.menu.desk", "/stul", RecordsPermissions.Desk, 10),
        new("records.menu.approvals", "/stul/schvalovani", RecordsPermissions.Desk, 15),
        new("records.menu.intake", "/stul/prijem", RecordsPermissions.RegisterPaper, 20),
        new("records.scan.title", "/stul/sken", RecordsPermissions.RegisterPaper, 21),
        new("records.menu.register", "/stul/denik", RecordsPermissions.Register, 22),
        new("records.menu.dispatch", "/stul/vypravna", RecordsPermissions.Dispatch, 21),
        new("records.menu.names", "/stul/rejstrik", RecordsPermissions.Names, 23),
        new("records.menu.type-files", "/stul/typove-spisy", RecordsPermissions.Desk, 25),
        new("records.menu.plan", "/stul/spisovy-plan", RecordsPermissions.Desk, 27),
        new("records.menu.storage", "/stul/ulozeni", RecordsPermissions.Storage, 28),
        new("records.menu.disposal", "/stul/skartace", RecordsPermissions.Manage, 29),
        new("records.menu.procedures", "/stul/skartace/rizeni", RecordsPermissions.Release, 29),
        new("records.series.title", "/stul/hromadne-dokumenty", RecordsPermissions.Desk, 26),
        new("records.menu.overview", "/prehled", RecordsPermissions.Overview, 30),
        new("records.menu.traffic", "/prehled/posta", RecordsPermissions.Traffic, 31),
        new("records.menu.approving", "/sprava/schvalovani", RecordsPermissions.Settings, 81),
        new("records.menu.numbering", "/sprava/cislovani", RecordsPermissions.Settings, 82),
        new("records.menu.log", "/sprava/protokol", RecordsPermissions.Log, 83),
        new("records.agenda-system.title", "/sprava/agendove-systemy", RecordsPermissions.Settings, 84),
        new("records.foreign.title", "/sprava/spisova-sluzba", RecordsPermissions.Settings, 85),
        new("records.moving.title", "/sprava/stehovani", RecordsPermissions.Move, 86),
        new("records.foreign.queues", "/sprava/fronta-spisovych-sluzeb", RecordsPermissions.ForeignQueue, 921),
    ];

    public override IReadOnlyList<OperatorCommand> Commands => MovingCommands.All;

    public override IReadOnlyList<ToolCommand> Tools => [CheckPackages.Command, LoadStandards.Command];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<RecordsDb>();
        services.AddSingleton<FindingWords>().AddSingleton<ShippedPlans>().AddSingleton<KnownPlans>().AddSingleton<RetentionMarks>();
        services.AddScoped<RegisterBook>().AddScoped<Registry>().AddScoped<Sight>().AddScoped<Circulation>().AddScoped<FileShelf>().AddScoped<KeptPapers>();
        services.AddScoped<TakeOver>().AddScoped<HandOver>().AddScoped<PutIntoFile>().AddScoped<CallToComplete>().AddScoped<SettleWithoutDecision>();
        services.AddScoped<Worklist>().AddScoped<FindDocuments>().AddScoped<FindingIndex>().AddScoped<OpenDocument>().AddScoped<BulkAct>().AddScoped<ReadWorklist>().AddScoped<Surroundings>().AddScoped<DocumentBytes>().AddScoped<IDeskCounts, RecordsDeskCounts>();
        services.AddScoped<PrepareCall>().AddScoped<OpenFile>().AddScoped<ReceivePaper>().AddScoped<PrepareIntake>().AddScoped<PrintPaper>();
        services.AddScoped<PlanUse>().AddScoped<ReadPlan>().AddScoped<ExportPlan>().AddScoped<ProposePlan>().AddScoped<ReadProposal>().AddScoped<AdoptPlan>().AddScoped<DropPlan>();
        services.AddScoped<PutHold>().AddScoped<LiftHold>().AddScoped<ReopenFile>().AddScoped<MoveFile>().AddScoped<DateFile>().AddScoped<SetDocumentRule>();
        services.AddScoped<ReferTo>().AddScoped<DropReference>().AddScoped<ExportFile>().AddScoped<FileAboutReader>().AddScoped<DueFiles>().AddScoped<Readiness>().AddScoped<ReadForecast>().AddScoped<ReadReadiness>();
        services.AddScoped<TypeFileSight>().AddScoped<VolumeClosing>().AddScoped<OpenTypeFile>().AddScoped<ReadTypeFiles>().AddScoped<ReadTypeFile>().AddScoped<CloseVolume>().AddScoped<OpenVolume>().AddScoped<CloseTypeFile>().AddScoped<DateVolume>().AddScoped<ExportVolume>();
        services.AddScoped<FilePlans>().AddScoped<FileKeeping>().AddScoped<ActingPerson>().AddScoped<SettlementPen>().AddScoped<FactReader>().AddScoped<VolumeFactReader>();
        services.AddScoped<ExportRegistration>().AddScoped<FillInDocument>().AddScoped<ReadRegister>();
        services.AddScoped<ReadOverview>().AddScoped<ReadMonth>().AddScoped<SetNumbering>().AddScoped<ReadNumbering>();
        services.AddSingleton<AppealRules>().AddSingleton<AppealForms>().AddSingleton<DecisionTemplates>();
        services.AddScoped<OwnShelf>().AddScoped<OwnCheck>().AddScoped<Approvers>().AddScoped<SealPress>().AddScoped<OwnDesk>();
        services.AddScoped<DraftDocument>().AddScoped<SaveDraft>().AddScoped<RestoreInstruction>().AddScoped<DropDraft>().AddScoped<OpenDraft>().AddScoped<PreviewDraft>();
        services.AddScoped<SendForApproval>().AddScoped<ReturnDraft>().AddScoped<TakeBack>().AddScoped<ApproveDocument>().AddScoped<SetApproval>();
        services.AddScoped<RouteFinder>().AddScoped<RunBook>().AddScoped<ReadRuns>().AddScoped<RefuseDraft>().AddScoped<MyApprovals>().AddScoped<ReadMyApprovals>().AddScoped<SetRoute>().AddScoped<ReadRoutes>();
        services.AddScoped<TrafficRights>().AddScoped<ReadTraffic>().AddScoped<ListTraffic>();
        services.AddScoped<StampDocument>().AddScoped<RefuseHandOver>().AddScoped<Recall>();
        services.AddScoped<Delivery>().AddScoped<Appeals>();
        services.AddScoped<DispatchDocument>().AddScoped<ReadDispatch>().AddScoped<RecordPost>().AddScoped<PrintCover>().AddScoped<LinkAppeal>().AddScoped<EndAppeal>();
        services.AddSingleton<OutputFormats>().AddSingleton<SeenFormats>().AddSingleton(all => new OfficeConversion(all.GetRequiredService<IBlobStore>())).AddScoped<FileClosing>();
        services.AddScoped<ConversionClause>().AddScoped<CloseFile>().AddScoped<AddOutput>();
        services.AddSingleton<LogVocabularies>().AddScoped<DayLogPress>().AddScoped<LogCheck>().AddScoped<ITransactionLogs>(all => all.GetRequiredService<LogCheck>());
        services.AddScoped<ObjectLogs>().AddScoped<PackageComposer>().AddScoped<PackageMaker>().AddScoped<CheckFile>().AddScoped<MakePackage>().AddSingleton<InstalledSchemas>();
        services.AddScoped<ReadObjectLog>().AddScoped<KeepDayLog>().AddScoped<ReadDayLogs>().AddScoped<DayLogShelf>().AddScoped<DayLogBytes>().AddScoped<CheckDayLog>();
        services.AddScoped<NameShelf>().AddScoped<ReadNames>().AddScoped<ReadDuplicates>().AddScoped<OpenName>().AddScoped<MergeNames>().AddScoped<UndoMerge>().AddScoped<DescribeName>();
        services.AddScoped<StorageShelf>().AddScoped<OpenStorageUnit>().AddScoped<MoveStorageUnit>().AddScoped<PutIntoStorage>().AddScoped<TakeOutOfStorage>().AddScoped<ReadStorage>().AddScoped<ReadStorageUnit>().AddScoped<PrintLabels>();
        InterfaceServices.Add(services);
        DisposalServices.Add(services);
        services.AddScoped<MovingShelf>().AddScoped<MovingProfiles>().AddScoped<MovingLists>().AddScoped<MovingLog>().AddScoped<MovingArrival>().AddScoped<MovingHindrance>().AddScoped<MovingGuard>();
        services.AddScoped<ExportOffice>().AddScoped<ImportOffice>().AddScoped<CompareOffice>().AddScoped<ConfirmMove>().AddScoped<ReadMoves>();
        services.AddScoped<ProposeDestruction>().AddScoped<WithdrawDestruction>().AddScoped<DestroyMoved>();
        services.AddSingleton<SeriesTemplates>().AddScoped<SeriesShelf>().AddScoped<SeriesIntake>().AddScoped<SeriesPress>().AddScoped<SeriesDispatch>().AddScoped<SeriesWorker>();
        services.AddScoped<BeginSeries>().AddScoped<UploadSeries>().AddScoped<SaveSeriesText>().AddScoped<SendSeries>().AddScoped<ReturnSeries>().AddScoped<ApproveSeries>().AddScoped<SteerSeries>().AddScoped<ContinueSeries>();
        services.AddSingleton(_ => new CodeReader()).AddScoped<UploadScan>().AddScoped<OpenScan>().AddScoped<ListScans>().AddScoped<RegisterScan>().AddScoped<DropScan>().AddScoped<ScanBytes>().AddJob<ForgetScans>();
        services.AddScoped<ListSeries>().AddScoped<ReadSeries>().AddScoped<PreviewSeries>().AddScoped<ExportSeries>();
        services.AddHandler<RecordsDb, LetterMoved, MoveLetter>();
        services.AddHandler<RecordsDb, SubmissionFiled, RegisterSubmission>();
        services.AddHandler<RecordsDb, MessageArrived, RegisterMessage>();
        services.TryAddSingleton(TrustAnchors.None);
        services.TryAddSingleton<SignatureChecker>();
        services.AddScoped<MarkBook>().AddHandler<RecordsDb, MarksOrdered, VerifyMarks>();
        services.AddHandler<RecordsDb, SubmissionConfirmed, ConfirmDocument>();
        services.AddHandler<RecordsDb, SubmissionLapsed, LapseDocument>();
        services.AddHandler<RecordsDb, SupplementFiled, ReceiveSupplement>();
        services.AddHandler<RecordsDb, OfficialLeft, ReassignApprovals>();
        services.AddBlobCitation(Name, "select blob from records.component union select blob from records.scan");
        services.AddBlobCitation(Name, "select blob from records.stamping where stamped_at is null");
        services.AddDemoDay<Demo.RecordsDemo>().AddDemoDay<Demo.RoutesDemo>().AddDemoDay<Demo.DecisionsDemo>().AddDemoDay<Demo.KeepingDemo>().AddDemoDay<Demo.DisposalDemo>().AddDemoDay<Demo.SeriesDemo>();
        services.AddRegionSeed<RecordsSeed>();
        services.AddJob<FoldCounts>().AddJob<EndPassedCalls>().AddJob<SetLegalForce>().AddJob<KeepDayLogs>().AddJob<DrawParties>().AddJob<StampSeals>().AddJob<RunSeries>().AddJob<ForgetSeries>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        DeskRoutes.Map(routes);
        CallRoutes.Map(routes);
        IntakeRoutes.Map(routes);
        NumberingRoutes.Map(routes);
        RegisterRoutes.Map(routes);
        DecidingRoutes.Map(routes);
        ApprovingRoutes.Map(routes);
        RouteRoutes.Map(routes);
        TrafficRoutes.Map(routes);
        DispatchRoutes.Map(routes);
        ClosingRoutes.Map(routes);
        PlanRoutes.Map(routes);
        KeepingRoutes.Map(routes);
        TypeFileRoutes.Map(routes);
        DisposalRoutes.Map(routes);
        ProcedureRoutes.Map(routes);
        MakingRoutes.Map(routes);
        LogRoutes.Map(routes);
        NameRoutes.Map(routes);
        StorageRoutes.Map(routes);
        SeriesRoutes.Map(routes);
        ScanRoutes.Map(routes);
        AgendaRoutes.Map(routes);
        ForeignRoutes.Map(routes);
        ErmsRoutes.Map(routes);
        MovingRoutes.Map(routes);
    }
}
