using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal sealed class RecordsDb(DbContextOptions<RecordsDb> options, DbGround ground, FindingWords finding) : ModuleDb(options, ground, "records")
{
    public DbSet<Document> Documents => Set<Document>();

    public DbSet<Component> Components => Set<Component>();

    public DbSet<CaseFile> Files => Set<CaseFile>();

    public DbSet<Step> Steps => Set<Step>();

    public DbSet<CompletionCall> Calls => Set<CompletionCall>();

    public DbSet<OwnDocument> OwnDocuments => Set<OwnDocument>();

    public DbSet<Consignment> Consignments => Set<Consignment>();

    public DbSet<Appeal> Appeals => Set<Appeal>();

    public DbSet<ApprovalSetting> ApprovalSettings => Set<ApprovalSetting>();

    public DbSet<ApprovalRoute> ApprovalRoutes => Set<ApprovalRoute>();

    public DbSet<ApprovalRun> ApprovalRuns => Set<ApprovalRun>();

    public DbSet<ApprovalTask> ApprovalTasks => Set<ApprovalTask>();

    public DbSet<Stamping> Stampings => Set<Stamping>();

    public DbSet<VerifiedMark> VerifiedMarks => Set<VerifiedMark>();

    public DbSet<RegistrySetting> RegistrySettings => Set<RegistrySetting>();

    public DbSet<DayLog> DayLogs => Set<DayLog>();

    public DbSet<PartyEntry> PartyEntries => Set<PartyEntry>();

    public DbSet<PartyOfDocument> PartiesOfDocuments => Set<PartyOfDocument>();

    public DbSet<PartyWord> PartyWords => Set<PartyWord>();

    public DbSet<PartyMerge> PartyMerges => Set<PartyMerge>();

    public DbSet<StorageUnit> StorageUnits => Set<StorageUnit>();

    public DbSet<Storing> Storings => Set<Storing>();

    public DbSet<AgendaSystem> AgendaSystems => Set<AgendaSystem>();

    public DbSet<AgendaDocument> AgendaDocuments => Set<AgendaDocument>();

    public DbSet<ErmsFile> ErmsFiles => Set<ErmsFile>();

    public DbSet<ErmsEvent> ErmsEvents => Set<ErmsEvent>();

    public DbSet<ErmsBatch> ErmsBatches => Set<ErmsBatch>();

    public DbSet<ErmsNews> ErmsNews => Set<ErmsNews>();

    public DbSet<ErmsPrepared> ErmsPrepared => Set<ErmsPrepared>();

    public DbSet<AgendaPerson> AgendaPersons => Set<AgendaPerson>();

    public DbSet<ForeignService> ForeignServices => Set<ForeignService>();

    public DbSet<ForeignTask> ForeignTasks => Set<ForeignTask>();

    public DbSet<OfficeMove> Moves => Set<OfficeMove>();

    /// <summary>Offices whose records moved away; nothing is written there any more, so jobs leave them out.</summary>
    public IQueryable<OfficeMove> Away => Moves.Where(m => m.Way == MoveWay.Out && m.State != MoveState.Exported);

    public DbSet<OfficeMoveEntity> MovedEntities => Set<OfficeMoveEntity>();

    public DbSet<ForeignThing> ForeignThings => Set<ForeignThing>();

    public DbSet<DisposalArchive> DisposalArchives => Set<DisposalArchive>();

    public DbSet<DisposalProcedure> DisposalProcedures => Set<DisposalProcedure>();

    public DbSet<DisposalItem> DisposalItems => Set<DisposalItem>();

    public DbSet<DisposalParcel> DisposalParcels => Set<DisposalParcel>();

    public DbSet<DisposalAnswer> DisposalAnswers => Set<DisposalAnswer>();

    public DbSet<DisposalBlob> DisposalBlobs => Set<DisposalBlob>();

    public DbSet<WorkCount> WorkCounts => Set<WorkCount>();

    public DbSet<MonthCount> MonthCounts => Set<MonthCount>();

    public DbSet<TrafficCount> TrafficCounts => Set<TrafficCount>();

    public DbSet<FilePlan> Plans => Set<FilePlan>();

    public DbSet<SubjectGroup> Groups => Set<SubjectGroup>();

    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();

    public DbSet<TypeFile> TypeFiles => Set<TypeFile>();

    public DbSet<FileSection> Sections => Set<FileSection>();

    public DbSet<FileVolume> Volumes => Set<FileVolume>();

    public DbSet<FileStep> FileSteps => Set<FileStep>();

    public DbSet<LegalHold> Holds => Set<LegalHold>();

    public DbSet<DocumentRule> DocumentRules => Set<DocumentRule>();

    public DbSet<Settlement> Settlements => Set<Settlement>();

    public DbSet<CrossReference> References => Set<CrossReference>();

    public DbSet<OtherIdentifier> OtherIdentifiers => Set<OtherIdentifier>();

    public DbSet<Scan> Scans => Set<Scan>();

    public DbSet<Series> Series => Set<Series>();

    public DbSet<SeriesRow> SeriesRows => Set<SeriesRow>();

    /// <summary>A transaction of this act, or a part of the one in which another act runs it and which that one ends.</summary>
    public async Task<ActTransaction> Begin(CancellationToken cancel) => new(Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancel) : null);

    /// <summary>One connection for all questions of this scope, turned to the caller's office once; it is given back with the context.</summary>
    public Task Stay(CancellationToken cancel) => Database.OpenConnectionAsync(cancel);

    /// <summary>Saves, and with each document the words by which it is found and where.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        List<Document> moved = [];
        foreach (var entry in ChangeTracker.Entries<Document>().ToList())
        {
            if (entry.State == EntityState.Added)
            {
                await finding.Learn(entry.Entity, cancellationToken);
                AddRange(finding.Of(entry.Entity));
            }
            else if (entry.State == EntityState.Modified && entry.Property(d => d.Unit).IsModified) moved.Add(entry.Entity);
        }
        if (moved.Count == 0) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var document in moved)
        {
            var words = finding.Of(document).Select(f => f.Word).ToArray();
            await Database.ExecuteSqlAsync($"update records.finding set unit = {document.Unit} where office = {document.Office} and word = any({words}) and document = {document.Id}", cancellationToken);
        }
        if (own is not null) await own.CommitAsync(cancellationToken);
        return saved;
    }

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Document>(e =>
        {
            e.HasKey(d => new { d.Office, d.Id });
            e.Property(d => d.Kind).HasConversion<string>();
            e.Property(d => d.State).HasConversion<string>();
            AsJson(e.Property(d => d.Party));
            AsJson(e.Property(d => d.Pauses));
            e.Property(d => d.Due).ValueGeneratedOnAddOrUpdate();
            e.Property(d => d.SortDay).ValueGeneratedOnAddOrUpdate();
        });
        model.Entity<Component>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.Property(c => c.Role).HasConversion<string>();
            e.Ignore(c => c.Part);
            e.HasOne<Document>().WithMany().HasForeignKey(c => new { c.Office, c.Document });
        });
        model.Entity<CaseFile>(e =>
        {
            e.HasKey(f => new { f.Office, f.Id });
            e.Property(f => f.State).HasConversion<string>();
        });
        model.Entity<Document>().HasOne<CaseFile>().WithMany().HasForeignKey(d => new { d.Office, d.File });
        model.Entity<Document>().HasOne<Document>().WithMany().HasForeignKey(d => new { d.Office, d.Parent });
        model.Entity<Step>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Property(s => s.Kind).HasConversion<string>();
            e.HasOne<Document>().WithMany().HasForeignKey(s => new { s.Office, s.Document });
        });
        model.Entity<Finding>().HasKey(f => new { f.Office, f.Word, f.Document });
        model.Entity<CompletionCall>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            AsJson(e.Property(c => c.Defects));
            e.HasOne<Document>().WithMany().HasForeignKey(c => new { c.Office, c.Document });
        });
        model.Entity<OwnDocument>(e =>
        {
            e.HasKey(o => new { o.Office, o.Id });
            e.Property(o => o.Kind).HasConversion<string>();
            e.Ignore(o => o.Text);
            e.HasOne<Document>().WithOne().HasForeignKey<OwnDocument>(o => new { o.Office, o.Id });
        });
        model.Entity<Consignment>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.Property(c => c.Channel).HasConversion<string>();
            e.Property(c => c.State).HasConversion<string>();
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(c => new { c.Office, c.Document });
        });
        model.Entity<Appeal>(e =>
        {
            e.HasKey(a => new { a.Office, a.Id });
            e.Property(a => a.Outcome).HasConversion<string>();
            e.HasOne<Document>().WithOne().HasForeignKey<Appeal>(a => new { a.Office, a.Id });
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(a => new { a.Office, a.Decision });
        });
        model.Entity<DayLog>(e =>
        {
            e.HasKey(l => new { l.Office, l.Id });
            e.HasOne<Document>().WithMany().HasForeignKey(l => new { l.Office, l.Document });
        });
        model.Entity<PartyEntry>().HasKey(p => new { p.Office, p.Id });
        model.Entity<PartyWord>(e =>
        {
            e.HasKey(w => new { w.Office, w.Word, w.Entry });
            e.HasOne<PartyEntry>().WithMany().HasForeignKey(w => new { w.Office, w.Entry });
        });
        model.Entity<PartyOfDocument>(e =>
        {
            e.ToTable("party_of_document");
            e.HasKey(p => new { p.Office, p.Document });
            e.HasOne<PartyEntry>().WithMany().HasForeignKey(p => new { p.Office, p.Entry });
        });
        model.Entity<PartyMerge>().HasKey(m => new { m.Office, m.Id });
        model.Entity<StorageUnit>().HasKey(u => new { u.Office, u.Id });
        model.Entity<Storing>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.HasOne<StorageUnit>().WithMany().HasForeignKey(s => new { s.Office, s.Unit });
        });
        InterfaceTables.Map(model);
        DisposalTables.Map(model);
        RouteTables.Map(model);
        SeriesTables.Map(model);
        model.Entity<ApprovalSetting>().HasKey(s => s.Office);
        model.Entity<RegistrySetting>().HasKey(s => s.Office);
        model.Entity<WorkCount>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.Property(c => c.State).HasConversion<string>();
        });
        model.Entity<MonthCount>().HasKey(c => new { c.Office, c.Id });
        model.Entity<TrafficCount>().HasKey(c => new { c.Office, c.Id });
        model.Entity<OfficeMove>(e =>
        {
            e.HasKey(m => new { m.Office, m.Id });
            e.Property(m => m.Way).HasConversion<string>();
            e.Property(m => m.State).HasConversion<string>();
            e.Ignore(m => m.Head);
        });
        model.Entity<OfficeMoveEntity>().HasKey(m => new { m.Office, m.Move, m.Position });
        PlanMapping.Map(model);
    }

    /// <summary>The value is a document of its own in its column.</summary>
    public static void AsJson<T>(PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        stored => JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Default)!,
        new ValueComparer<T>(
            (a, b) => JsonSerializer.Serialize(a, JsonSerializerOptions.Default) == JsonSerializer.Serialize(b, JsonSerializerOptions.Default),
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default).GetHashCode(StringComparison.Ordinal)));
}
