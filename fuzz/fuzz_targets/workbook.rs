#![no_main]

libfuzzer_sys::fuzz_target!(
    init: {
        // A parser that panics is stopped, which is what is tried here; only a panic that gets out may end it.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |data: &[u8]| thidua_fuzz::targets::workbook(data)
);
