//! What becomes of rows, case by case.

use thidua::folder::RawFile;
use thidua::merge::{NotMerged, Versions, Which, merge};
use thidua::records::Table;

use crate::support::CAMPAIGN;
use crate::{LABELS, beside, merge_log};

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";
const ONE: &str = "2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,\n";
const TWO: &str = "2025-02-05,to-1,,C1A,1,BB-0002,,,\n";
const THREE: &str = "2025-02-06,to-2,,C2A,1,BB-0003,,,\n";
const OURS: &str = "2025-02-07,to-1,,C1A,1,BB-0004,,,\n";
const THEIRS: &str = "2025-02-07,to-2,,C1A,1,BB-0005,,,\n";

fn log(rows: &[&str]) -> String {
    HEADER.to_owned() + &rows.concat()
}

/// Rows of the base, of ours and of theirs, and what they become.
fn check(base: &[&str], ours: &[&str], theirs: &[&str], expected: &[&str]) {
    let merged = merge_log(log(base), log(ours), log(theirs)).unwrap();
    let marks = expected.iter().filter(|row| row.starts_with("<<<<<<<")).count();
    assert_eq!(String::from_utf8(merged.bytes).unwrap(), log(expected));
    assert_eq!(merged.conflicts, marks);
}

/// Whole files, and what they become.
fn check_files(base: &str, ours: &str, theirs: &str, expected: &str) {
    let merged = merge_log(base, ours, theirs).unwrap();
    assert_eq!(String::from_utf8(merged.bytes).unwrap(), expected);
}

const BEGIN: &str = "<<<<<<< ours\n";
const OR: &str = "=======\n";
const END: &str = ">>>>>>> theirs\n";

#[test]
fn rows_that_two_people_append_both_stay_ours_first() {
    check(&[ONE], &[ONE, OURS], &[ONE, THEIRS], &[ONE, OURS, THEIRS]);
    check(&[], &[OURS], &[THEIRS], &[OURS, THEIRS]);
    check(&[ONE, TWO], &[ONE, TWO, OURS], &[ONE, THEIRS, TWO], &[ONE, THEIRS, TWO, OURS]);
    check(&[ONE], &[OURS, ONE], &[THEIRS, ONE], &[OURS, THEIRS, ONE]);
}

#[test]
fn what_one_side_does_to_a_row_is_taken() {
    let accepted = &TWO.replace(",,,\n", ",1,CA-02,\n");
    check(&[ONE, TWO], &[ONE, TWO, OURS], &[ONE, accepted], &[ONE, accepted, OURS]);
    check(&[ONE, TWO], &[ONE, accepted], &[ONE, TWO, THEIRS], &[ONE, accepted, THEIRS]);
    check(&[ONE, TWO, THREE], &[ONE, TWO], &[TWO, THREE], &[TWO]);
    check(&[ONE, TWO], &[TWO], &[ONE, accepted], &[accepted]);
    check(&[ONE, TWO], &[ONE, accepted, OURS], &[ONE, accepted, THEIRS], &[ONE, accepted, OURS, THEIRS]);
    check(&[ONE, TWO, THREE], &[THREE, ONE, TWO], &[ONE, TWO, THREE, THEIRS], &[THREE, ONE, TWO, THEIRS]);
}

#[test]
fn what_both_did_differently_is_for_people_to_settle() {
    let one = &TWO.replace(",,,\n", ",1,CA-01,\n");
    let two = &TWO.replace(",,,\n", ",0,CA-02,thiếu\n");
    check(&[ONE, TWO], &[ONE, one], &[ONE, two], &[ONE, BEGIN, one, OR, two, END]);
    check(&[ONE, TWO], &[ONE], &[ONE, two], &[ONE, BEGIN, OR, two, END]);
    check(&[ONE, TWO, THREE], &[ONE, one, THREE], &[ONE, THREE], &[ONE, BEGIN, one, OR, END, THREE]);
    // The evidence was wrong, and both knew a better one.
    let (six, seven) = (&TWO.replace("BB-0002", "BB-0006"), &TWO.replace("BB-0002", "BB-0007"));
    check(
        &[ONE, TWO, THREE],
        &[ONE, six, THREE],
        &[ONE, seven, THREE],
        &[ONE, BEGIN, six, OR, seven, END, THREE],
    );
}

#[test]
fn a_row_that_both_added_is_there_once_however_it_is_spelt() {
    check(&[ONE], &[ONE, OURS], &[ONE, OURS, THEIRS], &[ONE, OURS, THEIRS]);
    let named = "2025-02-07,to-1,T1-01 T1-02,C1A,1,BB-0004,,,\n";
    let otherwise = "7/2/2025,Tổ bảo vệ số 1,T1-02;t1-01,c1a,\"1,0\",bb-0004,,,\n";
    check(&[], &[named], &[otherwise], &[named]);
}

#[test]
fn two_rows_about_the_same_thing_are_a_conflict_side_by_side() {
    let more = &OURS.replace(",1,BB", ",2,BB");
    check(&[ONE], &[ONE, OURS, TWO], &[ONE, more], &[ONE, BEGIN, OURS, OR, more, END, TWO]);
    // Together they would be a duplicate, which neither side has: ours became what theirs added.
    let moved = &TWO.replace("BB-0002", "BB-0009");
    let again = &moved.replace(",,,\n", ",,,bổ sung\n");
    check(&[ONE, TWO], &[ONE, moved], &[ONE, TWO, again], &[ONE, moved, BEGIN, OR, again, END]);
}

#[test]
fn a_doubled_row_that_one_side_had_already_stays_for_validate() {
    check(&[ONE, ONE], &[ONE, ONE, OURS], &[ONE, ONE, THEIRS], &[ONE, ONE, OURS, THEIRS]);
    check(&[ONE, ONE], &[ONE, ONE, OURS], &[ONE], &[ONE, OURS]);
}

#[test]
fn the_result_is_spelt_as_ours_is() {
    check_files(
        &log(&[ONE, TWO]),
        "sep=;\r\nNgày;Tổ;Thành viên;Nội dung;Số lượng;Minh chứng;Thẩm định;Người duyệt;Ghi chú\r\n04/02/2025;to-1;T1-01;C1A;1,0;BB-0001;1;CA-01;\r\n\r\n05/02/2025;to-1;;C1A;1;BB-0002;;;",
        &log(&[
            ONE,
            "2025-02-05,to-1,,C1A,1,BB-0002,0.5,CA-01,một nửa\n",
            "2025-02-07,to-2,,C1A,2.5,BB-0005,,,\"a;b, c\"\n",
        ]),
        "sep=;\r\nNgày;Tổ;Thành viên;Nội dung;Số lượng;Minh chứng;Thẩm định;Người duyệt;Ghi chú\r\n04/02/2025;to-1;T1-01;C1A;1,0;BB-0001;1;CA-01;\r\n\r\n05/02/2025;to-1;;C1A;1;BB-0002;0,5;CA-01;một nửa\r\n07/02/2025;to-2;;C1A;2,5;BB-0005;;;\"a;b, c\"\r\n",
    );
    let utf16 = |text: &str| -> Vec<u8> {
        ["\u{feff}", text].concat().encode_utf16().flat_map(u16::to_be_bytes).collect()
    };
    let merged = merge_log(log(&[ONE]), utf16(&log(&[ONE, OURS])), log(&[ONE, THEIRS])).unwrap();
    assert_eq!(merged.bytes, utf16(&log(&[ONE, OURS, THEIRS])));
}

#[test]
fn columns_go_where_ours_has_them_and_new_ones_to_the_end() {
    check_files(
        &log(&[ONE, TWO]),
        "note,date,team,activity,quantity,accepted,appraiser,evidence,members\n,2025-02-04,to-1,C1A,1,1,CA-01,BB-0001,T1-01\n,2025-02-05,to-1,C1A,1,,,BB-0002,\n,2025-02-07,to-1,C1A,1,,,BB-0004,\n",
        "date,team,Khu,members,activity,quantity,evidence,accepted,appraiser,note\n2025-02-04,to-1,,T1-01,C1A,1,BB-0001,1,CA-01,\n2025-02-05,to-1,ấp 3,,C1A,1,BB-0002,,,\n",
        "note,date,team,activity,quantity,accepted,appraiser,evidence,members,Khu\n,2025-02-04,to-1,C1A,1,1,CA-01,BB-0001,T1-01,\n,2025-02-05,to-1,C1A,1,,,BB-0002,,ấp 3\n,2025-02-07,to-1,C1A,1,,,BB-0004,,\n",
    );
}

#[test]
fn a_column_that_one_side_took_away_goes_unless_the_other_wrote_in_it() {
    let without =
        "date,team,activity,quantity,evidence,accepted,appraiser,note\n2025-02-05,to-1,C1A,1,BB-0002,,,\n";
    check_files(
        &log(&[TWO]),
        &log(&[TWO, OURS]),
        without,
        "date,team,activity,quantity,evidence,accepted,appraiser,note\n2025-02-05,to-1,C1A,1,BB-0002,,,\n2025-02-07,to-1,C1A,1,BB-0004,,,\n",
    );
    let named = OURS.replace("to-1,,", "to-1,T1-01,");
    let refused = merge_log(log(&[TWO]), log(&[TWO, &named]), without).unwrap_err();
    assert!(matches!(refused, NotMerged::Columns), "{refused:?}");
    let refused = merge_log(log(&[TWO]), without, log(&[TWO, &named])).unwrap_err();
    assert!(matches!(refused, NotMerged::Columns), "{refused:?}");
}

#[test]
fn a_file_that_both_made_is_merged_with_nothing_before_it() {
    check_files("", &log(&[ONE, OURS]), &log(&[ONE, THEIRS]), &log(&[ONE, OURS, THEIRS]));
}

#[test]
fn what_cannot_be_read_is_not_merged_by_rows() {
    let good = log(&[ONE]);
    for (base, ours, theirs, which) in [
        ("a,b\n", &*log(&[ONE, OURS]), &*good, Which::Base),
        (&good, "date,team,activity,quantity,accepted\n\"open", &log(&[]), Which::Ours),
        (&good, &log(&[ONE, OURS]), "<<<<<<< x\n", Which::Theirs),
    ] {
        match merge_log(base, ours, theirs).unwrap_err() {
            NotMerged::Unreadable { version, findings } => {
                assert_eq!(version, which);
                assert!(!findings.is_empty());
            }
            refused @ NotMerged::Columns => panic!("{refused:?}"),
        }
    }
    // What nobody touched needs no reading.
    for (base, ours, theirs, expected) in [("x", "x", "y", "y"), ("x", "y", "x", "y"), ("x", "y", "y", "y")] {
        assert_eq!(merge_log(base, ours, theirs).unwrap().bytes, expected.as_bytes());
    }
}

#[test]
fn a_cell_of_several_lines_is_a_part_of_its_row() {
    let noted = &TWO.replace(",,,\n", ",,,\"dòng 1,\r\n<<<<<<< không phải dấu\"\n");
    let noted = &noted.replace("<<<<<<<", "<<<<<");
    let expected = &noted.replace("\r\n", "\n");
    check(&[ONE, TWO], &[ONE, TWO, OURS], &[ONE, noted], &[ONE, expected, OURS]);
    check(&[ONE, TWO], &[ONE, noted], &[ONE, TWO, THEIRS], &[ONE, noted, THEIRS]);
}

#[test]
fn long_tables_are_merged_in_no_time() {
    let rows = |from: usize, to: usize, team: &str| -> String {
        (from..to).map(|row| format!("2025-02-04,{team},,C1A,1,{team}-{row},,,\n")).collect()
    };
    let base = rows(0, 20_000, "to-1");
    let ours = format!("{base}{}", rows(20_000, 22_000, "to-1"));
    let changed = base.replace(",,,\n", ",,,x\n");
    let theirs = format!("{}{changed}", rows(0, 2_000, "to-2"));
    let merged = merge_log(log(&[&base]), log(&[&ours]), log(&[&theirs])).unwrap();
    let expected = log(&[&rows(0, 2_000, "to-2"), &changed, &rows(20_000, 22_000, "to-1")]);
    assert_eq!((merged.conflicts, merged.bytes == expected.as_bytes()), (0, true));
    // Nothing of it is as it was.
    let other = log(&[&rows(0, 20_000, "to-2")]);
    let elsewhere = other.replace("to-2", "to-1").replace("2025-02-04", "2025-02-05").replace("C1A", "C2A");
    let merged = merge_log(log(&[&base]), &other, &elsewhere).unwrap();
    assert!(merged.conflicts > 0);
}

#[test]
fn without_rules_dates_are_texts_and_rows_are_merged_all_the_same() {
    let campaign = "[campaign]\n<<<<<<< ours\n";
    let nothing: &[RawFile] = &[];
    for beside in [nothing, &beside(campaign)] {
        let merged = |base: &str, ours: &str, theirs: &str| {
            let (base, ours, theirs) = (base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
            merge(Versions { base, ours, theirs }, Table::Log, beside, LABELS).unwrap()
        };
        let slashed = THEIRS.replace("2025-02-07", "7/2/2025");
        let result = merged(&log(&[ONE]), &log(&[ONE, OURS]), &log(&[ONE, &slashed]));
        assert_eq!(String::from_utf8(result.bytes).unwrap(), log(&[ONE, OURS, &slashed]));
        let more = &OURS.replace(",1,BB", ",2,BB");
        assert_eq!(merged(&log(&[ONE]), &log(&[ONE, OURS]), &log(&[ONE, more])).conflicts, 1);
    }
}

#[test]
fn dates_that_a_spreadsheet_turned_are_not_mixed_in() {
    // As a file of slashed dates theirs is right; beside dates of the other kind nobody could tell.
    let campaign = CAMPAIGN.replace("dates = \"dmy\"", "dates = \"mdy\"");
    assert_ne!(campaign, CAMPAIGN);
    let slashed: String =
        ["2/9/2025", "2/10/2025"].iter().map(|day| format!("{day},to-2,,C1A,1,,,,\n")).collect();
    let merged = merge(
        Versions {
            base: log(&[]).as_bytes(),
            ours: log(&["02/13/2025,to-1,,C1A,1,,,,\n"]).as_bytes(),
            theirs: log(&[&slashed, "2025-02-14,to-2,,C1A,1,,,,\n"]).as_bytes(),
        },
        Table::Log,
        &beside(&campaign),
        LABELS,
    )
    .unwrap();
    assert_eq!(
        String::from_utf8(merged.bytes).unwrap(),
        log(&["02/13/2025,to-1,,C1A,1,,,,\n", &slashed, "02/14/2025,to-2,,C1A,1,,,,\n"])
    );
}

#[test]
fn members_and_names_are_merged_too() {
    let members = "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,,,member\n";
    let versions = |ours: &str, theirs: &str, table, expected: &str, conflicts| {
        let base = if table == Table::Names { "member,name\nT1-01,A\n" } else { members };
        let versions = Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() };
        let merged = merge(versions, table, &beside(CAMPAIGN), LABELS).unwrap();
        assert_eq!(
            (String::from_utf8(merged.bytes).unwrap().as_str(), merged.conflicts),
            (expected, conflicts)
        );
    };
    versions(
        &format!("{members}T1-03,to-1,,,member\n"),
        &format!("{}T2-01,to-2,,,leader\n", members.replace("T1-02,to-1,,,", "T1-02,to-1,,2025-06-30,")),
        Table::Members,
        "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,,2025-06-30,member\nT1-03,to-1,,,member\nT2-01,to-2,,,leader\n",
        0,
    );
    // Stints in one team that overlap are an error that only both sides together have.
    versions(
        &format!("{members}T1-03,to-1,2025-01-01,,member\n"),
        &format!("{members}T1-03,to-1,2025-02-01,,member\n"),
        Table::Members,
        &format!("{members}T1-03,to-1,2025-01-01,,member\n{BEGIN}{OR}T1-03,to-1,2025-02-01,,member\n{END}"),
        1,
    );
    versions(
        "member,name\nT1-01,A\nT1-02,B\n",
        "member,name\nT1-01,A\nT1-02,C\n",
        Table::Names,
        &format!("member,name\nT1-01,A\n{BEGIN}T1-02,B\n{OR}T1-02,C\n{END}"),
        1,
    );
}
